/**
 * The resources of a template as `render` writes it, in its order: what is indented by two spaces below the line `Resources:`, each with its
 * type first. Longer texts are indented deeper.
 */
export function resourcesIn(body: string): { logicalId: string; type: string }[] {
  const resources = body.split(/^(?=\S)/m).find(section => section.startsWith('Resources:')) ?? ''
  return [...resources.matchAll(/^ {2}(\w+):\n {4}Type: (\S+)$/gm)].map(([, logicalId = '', type = '']) => ({ logicalId, type }))
}

type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'

/** What becomes of a template's resources when its stack is deleted, by logical id; those that don't say so are left out. */
export function deletionPolicies(body: string): Record<string, DeletionPolicy> {
  const resources = body.split(/^(?=\S)/m).find(section => section.startsWith('Resources:')) ?? ''
  const policies: Record<string, DeletionPolicy> = {}
  for (const resource of resources.split(/^ {2}(?=\w)/m)) {
    const [, logicalId] = /^(\w+):\n/.exec(resource) ?? []
    const [, policy] = /^ {4}DeletionPolicy: (\w+)$/m.exec(resource) ?? []
    if (logicalId && policy) policies[logicalId] = policy as DeletionPolicy
  }
  return policies
}
