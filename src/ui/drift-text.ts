import type { ChangeSet, ResourceChange } from '../ops/ports/cloudformation.js'
import type { ChangedOutside, Difference, DriftedResource, Fate, StackDrift } from '../ops/ports/drift.js'
import { cut } from './cut.js'
import { escapeControl } from './escape.js'
import { localTime } from './local-time.js'
import { table } from './table.js'
import type { err } from './theme.js'

type Theme = typeof err

export type Drifting = Pick<ChangeSet, 'drift' | 'revertsDrift' | 'keepsDriftOf'>

/** What was changed outside of a stack and isn't taken back: blocks to be shown below its table. */
export function driftBlocks({ drift, revertsDrift = false, keepsDriftOf }: Drifting, theme: Theme): string[] {
  return [
    ...(keepsDriftOf
      ? [
          theme.yellow(
            `  what was changed outside stays, in spite of --revert-drift: CloudFormation would also take away the rules that services have added to ${keepsDriftOf.join(', ')}`,
          ),
        ]
      : []),
    ...(drift && drift.resources.length > 0
      ? [foundText(drift, { taken: revertsDrift || keepsDriftOf !== undefined }, theme)]
      : []),
  ]
}

/** `taken`: to take it back was asked for. */
function foundText({ checkedAt, resources }: StackDrift, { taken }: { taken: boolean }, theme: Theme): string {
  const rows = resources.flatMap(each => rowsOf(each, { taken }, theme))
  const left = resources.some(({ fate, differences }) => [fate, ...differences.map(each => each.fate)].some(isLeft))
  return [
    `  changed outside of CloudFormation, which looked at ${minuteOf(checkedAt)}`,
    table(rows, { indent: 4 }),
    ...(left && !taken ? [theme.dim('    a deployment with --revert-drift takes it back')] : []),
  ].join('\n')
}

const isLeft = (fate: Fate | undefined) => fate === 'stays' || fate === 'perhaps overwritten' || fate === 'fails'

const minuteOf = (at: string) => localTime(Date.parse(at)).replace(/:\d\d\.\d{3}/, '')

/** How many differences of a resource are shown. */
const most = 5

function rowsOf(
  { logicalId, type, deleted, differences, fate }: DriftedResource,
  { taken }: { taken: boolean },
  theme: Theme,
): string[][] {
  const first = [logicalId, theme.dim(type.replace('AWS::', ''))]
  if (deleted) return [[...first, 'deleted', fateText(fate ?? 'stays', taken, theme)]]
  const more = differences.length - most
  return [
    ...differences
      .slice(0, most)
      .map((each, i) => [...(i === 0 ? first : ['', '']), differenceText(each), fateText(each.fate, taken, theme)]),
    ...(more > 0 ? [['', '', theme.dim(`and ${more} more`)]] : []),
  ]
}

function fateText(fate: Fate, taken: boolean, theme: Theme): string {
  switch (fate) {
    case 'stays':
      return theme.dim(taken ? "stays: CloudFormation doesn't take it back" : 'stays as it is')
    case 'overwritten':
      return theme.yellow('is overwritten by this plan')
    case 'perhaps overwritten':
      return theme.yellow('may be overwritten: this plan updates the resource')
    case 'goes':
      return theme.dim('goes with this plan')
    case 'fails':
      return theme.red("this plan changes it, and fails: it isn't there")
  }
}

/** `RetentionInDays 30 → 7`: as the template has it, and as it is. */
function differenceText({ path, expected, actual, hidden }: Difference): string {
  return `${escapeControl(path)} ${hidden ? '(value not shown)' : `${shown(expected)} → ${shown(actual)}`}`
}

const longest = 32
const shown = (value: string | undefined) => (value === undefined ? '(none)' : cut(escapeControl(value), longest))

/** What a change takes back, for its row: `changed outside: RetentionInDays 30 → 7`. */
export function outsideText({ deleted, differences, managed = [] }: ChangedOutside, action: ResourceChange['action']): string {
  const what = differences
    .map(({ becomes, ...each }) => `${differenceText(each)}${becomes === undefined ? '' : `, becomes ${shown(becomes)}`}`)
    .join(', ')
  const begins = action === 'sync' ? 'is so already' : 'changed outside'
  const told = deleted ? 'deleted outside, made anew' : what === '' ? begins : `${begins}: ${what}`
  return [told, ...(managed.length > 0 ? [`${managed.join(', ')} stays, as AWS sets it`] : [])].join('; ')
}
