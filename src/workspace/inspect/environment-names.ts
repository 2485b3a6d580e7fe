/** A variable's name in a program. */
export interface EnvironmentName {
  name: string
  /** From 1. */
  line: number
  /** Whether it's read from the environment there, and not only named. */
  sure: boolean
}

/** The ways in which a program reads a variable; the name is the first group. */
const readings = [
  // process.env.NAME, process.env['NAME'], import.meta.env.NAME, env.NAME
  /\benv(?:\.|\?\.|(?:\?\.)?\[\s*['"`])([A-Z][A-Z0-9_]{2,})/g,
  // required('NAME', …), env.get("NAME"), config.getOrThrow<string>('NAME')
  /[\w>]\(\s*(?:[\w.]+,\s*)?['"`]([A-Z][A-Z0-9_]{2,})['"`]/g,
  // A schema of the environment: NAME: z.string().url(), NAME: Joi.string(), NAME: str()
  /^\s*['"]?([A-Z][A-Z0-9_]{2,})['"]?\s*:\s*(?:z|Joi|joi|yup|v|t|Type|S)\.|^\s*([A-Z][A-Z0-9_]{2,})\s*:\s*(?:str|url|host|makeValidator)\(/gm,
  // .env.example
  /^(?:export\s+)?([A-Z][A-Z0-9_]{2,})=/gm,
]
// const { NAME, OTHER: other = '…' } = process.env
const destructuring = /\{([^{}]*)\}\s*=\s*(?:process|import\.meta)\.env\b/g

/** Every upper-case name in a program's text, in its order, once; comments don't count. */
export function environmentNames(source: string): EnvironmentName[] {
  const text = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, comment => ' '.repeat(comment.length))
  const sure = new Set<string>()
  for (const pattern of readings) for (const [, name, other] of text.matchAll(pattern)) sure.add(name ?? other ?? '')
  for (const [, inner = ''] of text.matchAll(destructuring)) for (const [name] of inner.matchAll(upperCase)) sure.add(name)

  const found = new Map<string, EnvironmentName>()
  text.split('\n').forEach((line, i) => {
    for (const [name] of line.matchAll(upperCase))
      if (!found.has(name)) found.set(name, { name, line: i + 1, sure: sure.has(name) })
  })
  return [...found.values()]
}

const upperCase = /\b[A-Z][A-Z0-9_]{2,}\b/g
