import type { ParsedStack } from './support.js'

/** What a rule pack, or a proof of our own, has against a resource. */
export interface Finding {
  /** Name of the golden stack. */
  stack: string
  resource: string
  /** The rule, e.g. `CT.ECS.PR.9`. */
  id: string
  what?: string
}

/** Who reports findings: ids of each begin in their own way. `ZONE.` is the loss of a zone. */
export const packs = { guard: 'CT.', checkov: 'CKV', zoneLoss: 'ZONE.' }

/** What a stack's resources accept of one pack: `Metadata.mm.suppress`. */
export const suppressed = (stack: string, { Resources }: ParsedStack, pack = ''): Finding[] =>
  Object.entries(Resources).flatMap(([resource, { Metadata }]) =>
    (Metadata?.mm?.suppress ?? []).filter(({ id }) => id.startsWith(pack)).map(({ id }) => ({ stack, resource, id })),
  )

/** Where findings and suppressions differ, one line each, with what to do. */
export function differ(found: Finding[], accepted: Finding[]): string[] {
  const key = ({ stack, resource, id }: Finding) => `${stack} ${resource} ${id}`
  const of = (findings: Finding[]) => new Map(findings.map(finding => [key(finding), finding]))
  const [all, known] = [of(found), of(accepted)]
  return [
    ...[...all]
      .filter(([each]) => !known.has(each))
      .map(
        ([each, { id, what }]) =>
          `${each}: ${what ?? 'found'}. Fix it, or accept it where the resource is made: accepting({ '${id}': 'why' })`,
      ),
    ...[...known.keys()]
      .filter(each => !all.has(each))
      .map(each => `${each}: accepted, but it isn't found any more. Take it away`),
  ].sort()
}
