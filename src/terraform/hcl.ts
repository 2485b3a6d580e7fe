/** What stands on the right of a `=`. Maps are written by their keys' order. */
export type Value = string | number | boolean | Expression | readonly Value[] | { readonly [key: string]: Value }

const code = Symbol('code')

/** Terraform's own language, written as it is. */
export interface Expression {
  readonly [code]: string
}

export const expression = (text: string): Expression => ({ [code]: text })

interface Block {
  type: string
  labels?: string[]
  body: Item[]
}

/** A comment, attributes, or a block. */
export type Item = { comment: string } | { set: Record<string, Value> } | Block

/**
 * A file in Terraform's language as `terraform fmt` leaves it: the same text for the same items, byte for byte.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */
export const hcl = (items: Item[]): string => `${body(items, '')}\n`

/** Items with an empty line between any two, but none between a comment and what it's about. */
const body = (items: Item[], indent: string): string =>
  items.map((each, index) => `${gap(items[index - 1], each)}${item(each, indent)}`).join('')

function gap(before: Item | undefined, each: Item): string {
  if (before === undefined) return ''
  return 'comment' in before && !('comment' in each) ? '\n' : '\n\n'
}

function item(each: Item, indent: string): string {
  if ('comment' in each)
    return each.comment
      .split('\n')
      .map(line => `${indent}# ${line}`.trimEnd())
      .join('\n')
  if ('set' in each) return attributes(Object.entries(each.set), indent)
  const head = [each.type, ...(each.labels ?? []).map(quoted)].join(' ')
  return `${indent}${head} {\n${body(each.body, `${indent}  `)}\n${indent}}`
}

/** Signs of equality stand below each other as long as the values have one line; a value of several lines stands by itself. */
function attributes(entries: [string, Value][], indent: string): string {
  const written = entries.map(([name, value]) => ({ name, text: valueText(value, indent) }))
  const short = written.filter(({ text }) => !text.includes('\n'))
  const long = written.filter(({ text }) => text.includes('\n'))
  const width = Math.max(0, ...short.map(({ name }) => name.length))
  const group = short.map(({ name, text }) => `${indent}${name.padEnd(width)} = ${text}`).join('\n')
  return [...(group === '' ? [] : [group]), ...long.map(({ name, text }) => `${indent}${name} = ${text}`)].join('\n\n')
}

function valueText(value: Value, indent: string): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return String(value)
  if (isExpression(value)) return value[code]
  if (Array.isArray(value)) return `[${value.map((each: Value) => valueText(each, indent)).join(', ')}]`
  const entries = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]): [string, Value] => [/^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key), each])
  return entries.length === 0 ? '{}' : `{\n${attributes(entries, `${indent}  `)}\n${indent}}`
}

const isExpression = (value: object): value is Expression => code in value

const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }

/**
 * A string in quotes. `${` and `%{` would begin a template of Terraform's: they are doubled.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\u0000-\u001f"\\\u007f-\u009f\u2028\u2029]/g, each => escapes[each] ?? unicode(each))
    .replace(/[$%](?=\{)/g, sign => sign + sign)
  return `"${escaped}"`
}

const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
