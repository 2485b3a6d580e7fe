/** Names of the stacks: split by how they fail, found again by name and tags. There is no other registry. */
export const sharedStackName = (app: string) => `${app}-shared`
export const environmentStackName = (app: string, env: string) => `${app}-${env}`
/** In us-east-1. No workload is called `cdn`. */
export const cdnStackName = (app: string, env: string) => `${app}-${env}-cdn`
export const workloadStackName = (app: string, env: string, workload: string) => `${app}-${env}-${workload}`

/** Tags of a stack, which CloudFormation puts on every resource in it. None changes between two deployments (that would modify everything). */
export function stackTags(
  owner: { app: string; env?: string; service?: string; db?: string },
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    ...more,
    'mm:app': owner.app,
    ...(owner.env === undefined ? {} : { 'mm:env': owner.env }),
    ...(owner.service === undefined ? {} : { 'mm:service': owner.service }),
    ...(owner.db === undefined ? {} : { 'mm:db': owner.db }),
  }
}
