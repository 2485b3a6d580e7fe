import type { Check, Finding } from './check.js'

const tasks = 'ecs-tasks.amazonaws.com'

/**
 * The roles by which ECS starts the tasks and by which they act, as the deployed revision names them: its stack makes them, and a change by hand isn't seen by
 * CloudFormation, which leaves alone what its template doesn't change. At a first deployment they aren't there yet.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export const roles: Check = async ({ premises }, { request, before }) => {
  const taskDefinition = before?.outputs['TaskDefinitionArn']
  if (taskDefinition === undefined) return []
  const { execution, task } = await premises.taskRoles(taskDefinition)
  const { name } = request.service
  const looked = await Promise.all([
    look(execution, `ECS starts the tasks of ${name} by it`),
    look(task, `the tasks of ${name} act by it`),
  ])
  return looked.flat()

  async function look(arn: string | undefined, why: string): Promise<Finding[]> {
    if (arn === undefined) return []
    const trusted = await premises.trusted(arn)
    if (trusted?.includes(tasks)) return []
    const role = arn.split('/').at(-1) ?? arn
    if (trusted === undefined) {
      const fix = [`mm svc delete ${name} --env ${request.environment.name}, then deploy it anew: its stack makes the role again`]
      return [{ kind: 'wrong', what: `the role ${role} isn't there any more`, why, fix }]
    }
    return [
      {
        kind: 'wrong',
        what: `ECS can't assume the role ${role}`,
        why: `${why}, and it trusts ${trusted.length === 0 ? 'no service' : trusted.join(', ')}, not ${tasks}`,
        fix: [`aws iam update-assume-role-policy --role-name ${role} --policy-document '${trust}'`],
      },
    ]
  }
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: tasks }, Action: 'sts:AssumeRole' }],
})
