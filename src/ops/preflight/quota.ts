import { additionalTasks, isFirst, type Check } from './check.js'

/** "Fargate On-Demand vCPU resource count". https://docs.aws.amazon.com/general/latest/gr/ecs-service.html#service-quotas-fargate */
const code = 'L-3032A538'

/** CPU units of a vCPU. */
const unitsOfCpu = 1024

/**
 * What the service needs by itself against what the whole account may have. What else runs isn't asked for: CloudWatch would tell it, some minutes late, and a
 * refusal must be certain.
 */
export const quota: Check = async ({ premises }, intended) => {
  const { service, environment } = intended.request
  if (environment.capacity.type !== 'fargate' || service.count === 0) return []
  const allowed = await premises.fargateCpus()
  if (allowed === undefined) return []
  const tasks = isFirst(intended) ? service.count : service.count + additionalTasks(intended)
  const needed = (tasks * service.cpu) / unitsOfCpu
  if (needed <= allowed) return []
  return [
    {
      kind: service.count * service.cpu > allowed * unitsOfCpu ? 'wrong' : 'wrong for new tasks',
      what: `${service.name} needs more vCPUs than the account may have on Fargate`,
      why: `${tasks === 1 ? '1 task' : `${tasks} tasks at once`} of ${service.cpu / unitsOfCpu} vCPU ${tasks === 1 ? 'needs' : 'need'} ${needed}, and the quota is ${allowed}`,
      fix: [
        `aws service-quotas request-service-quota-increase --service-code fargate --quota-code ${code} --desired-value ${Math.ceil(needed)}`,
        `or less of cpu and count in mm/${service.name}/manifest.yml`,
      ],
    },
  ]
}
