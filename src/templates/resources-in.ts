/**
 * The resources of a template as `render` writes it, in its order: what is indented by two spaces below the line `Resources:`, each with its
 * type first. Longer texts are indented deeper.
 */
export function resourcesIn(body: string): { logicalId: string; type: string }[] {
  const resources = body.split(/^(?=\S)/m).find(section => section.startsWith('Resources:')) ?? ''
  return [...resources.matchAll(/^ {2}(\w+):\n {4}Type: (\S+)$/gm)].map(([, logicalId = '', type = '']) => ({ logicalId, type }))
}
