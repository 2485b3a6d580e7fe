import type { ChangeSet, Proposal } from '../ports/cloudformation.js'

/** What a deployment would send to one stack, as far as that can be known without changing anything. */
export interface Preview {
  proposal: Proposal
  /** It goes to CloudFront's region. */
  cdn?: boolean
  /** What a person must know about it: why a parameter is open, what the deployment does besides. */
  notes: string[]
  /** Throws what the deployment would say no to. */
  refuse?: (set: ChangeSet) => void | Promise<void>
  /** The change set as the deployment would show it. */
  tell?: (set: ChangeSet) => ChangeSet | Promise<ChangeSet>
}

/** Parameters whose value isn't known yet: a deployment never sends an empty one. */
export const openParameters = ({ parameters }: Pick<Proposal, 'parameters'>): string[] =>
  Object.keys(parameters).filter(name => !parameters[name])

/** The parameters that have a value. */
export const knownParameters = ({ parameters }: Pick<Proposal, 'parameters'>): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => (value ? [[name, value] as const] : [])))

/**
 * Parameters and tags as a file that AWS's tools take.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
 */
export function parametersText(parameters: Record<string, string>, tags: Record<string, string>): string {
  const sorted = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ Parameters: sorted(parameters), Tags: sorted(tags) }, undefined, 2)}\n`
}

export const templateFile = (stackName: string) => `${stackName}.stack.yml`
export const parametersFile = (stackName: string) => `${stackName}.params.json`
