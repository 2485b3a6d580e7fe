import type { Template } from './cfn.js'

/**
 * The template as YAML text: the same text for the same template, byte for byte. In YAML 1.1, which CloudFormation reads: what 1.2 takes for
 * text (`on`, `12:30`, `1_000`) must be quoted, or a variable's value would arrive as `true`, 750 or 1000. Text that's used twice stands
 * there twice, since CloudFormation rejects aliases. docs/decisions/0015 says why no library writes it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 * https://yaml.org/spec/1.1/
 */
export const render = (template: Template): string => `${block(template, '').slice(1)}\n`

/** A value after its key or dash: on the same line with a space before it, or on lines of its own that begin with a newline. */
function block(value: unknown, indent: string): string {
  if (typeof value === 'string') return ` ${text(value, indent)}`
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []'
    if (isLongList(value)) return ` [${wrapped(value, indent)}]`
    return value.map(each => `\n${indent}-${inItem(block(each, isCollection(each) ? `${indent}  ` : indent), indent)}`).join('')
  }
  if (typeof value !== 'object' || value === null) return ` ${String(value)}`
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  if (entries.length === 0) return ' {}'
  return entries
    .map(([key, each]) => `\n${indent}${text(key, '')}:${block(each, isCollection(each) ? `${indent}  ` : indent)}`)
    .join('')
}

/** Names, one after the other: a line for each would be most of what a policy weighs, and a template is sent whole only up to 51,200 bytes. */
const isLongList = (value: unknown[]): value is string[] =>
  value.length >= 8 && value.every(each => typeof each === 'string' && /^[\w:*-]{1,80}$/.test(each))

/** Quoted, since older parsers take a colon within brackets for that of a map. */
const wrapped = (values: string[], indent: string) =>
  values
    .map(each => `"${each}"`)
    .reduce(
      (lines, each) => lines + (lines.length - lines.lastIndexOf('\n') + each.length > 150 ? `,\n${indent}${each}` : `, ${each}`),
    )

/** What begins on lines of its own begins on the dash's line. */
const inItem = (inner: string, indent: string) => (inner.startsWith('\n') ? ` ${inner.slice(indent.length + 3)}` : inner)

/** A map or a list. */
const isCollection = (value: unknown) => typeof value === 'object' && value !== null

function text(value: string, indent: string): string {
  if (value.includes('\n') && isLiteral(value)) {
    const chomping = value.endsWith('\n') ? '' : '-'
    const lines = (chomping ? value : value.slice(0, -1)).split('\n')
    return `|${chomping}\n${lines.map(line => (line === '' ? '' : `${indent}  ${line}`)).join('\n')}`
  }
  let written = onOneLine.get(value)
  if (written === undefined) onOneLine.set(value, (written = isPlain(value) ? value : quoted(value)))
  return written
}

/** Keys, types and names come again and again, and each is looked at by four patterns. */
const onOneLine = new Map<string, string>()

/** Several lines of which the first isn't indented and the last isn't empty, so that no sign is needed for either. */
const isLiteral = (value: string) =>
  /^[!-~][\t -~]*\n/.test(value) && /^[\t\n -~\u00a0-\ud7ff]*$/.test(value) && !/\n\s*\n$/.test(value)

/** Letters, or what can't be taken for a number, a time or another type of YAML 1.1; and no sign of YAML's own. */
const isPlain = (value: string) =>
  /^[A-Za-z0-9/$_(.][ -~]*$/.test(value) &&
  !/: | #|[:\s]$/.test(value) &&
  !/^[\d._][\da-f._:x+\-tz ]*(e[+-]?\d+)?$/i.test(value) &&
  !/^(e[+-]?\d+|y|yes|n|no|true|false|on|off|null|\.inf|\.nan)$/i.test(value)

const quoted = (value: string) =>
  value.includes('"') && /^[ -~]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : escaped(value)

const escaped = (value: string) =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
