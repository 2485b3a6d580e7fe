import { usageError } from '../../errors.js'

/** Throws BadAppName or BadRegion (exit 2): what AWS would refuse, told before anything is written. */
export function checkApp({ app, region }: { app: string; region?: string }): void {
  if (!/^(?!aws|ecs|fargate)[a-z][a-z0-9-]{0,18}[a-z0-9]$/.test(app)) {
    throw usageError('BadAppName', `"${app}" can't be the name of an application`, {
      why: 'it becomes part of stack, repository and DNS names: 2-20 lower case letters, digits or hyphens, starting with a letter, not ending with a hyphen, and not beginning with aws, ecs or fargate',
      state: 'nothing was written',
      fix: [`mm init ${appName(app)}`],
    })
  }
  const problem = region === undefined ? undefined : regionProblem(region)
  if (problem)
    throw usageError('BadRegion', `"${region}" isn't a region of AWS`, {
      why: problem,
      state: 'nothing was written',
      fix: ['--region eu-central-1'],
    })
}

/** What is wrong with a region as it was typed; undefined when nothing is. */
export const regionProblem = (text: string): string | undefined =>
  /^[a-z]{2,3}(-[a-z]+)+-\d$/.test(text) ? undefined : 'a region is written like eu-central-1 or us-east-1'

/** The name that is nearest to a text and that AWS takes everywhere. */
export function appName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/^(?=aws|ecs|fargate)/, 'my-')
    .slice(0, 20)
    .replace(/-+$/, '')
  return name.length > 1 ? name : `${name}app`
}
