/** An instruction of a Dockerfile, on one line. */
export interface Instruction {
  /** Upper case. */
  word: string
  rest: string
  /** Where it begins, from 1. */
  line: number
  /** Both, as they're written. */
  text: string
}

/**
 * Values of ARG and ENV are filled in. A backslash at a line's end goes on with the next line; comments may stand between.
 * https://docs.docker.com/reference/dockerfile/
 */
export function readInstructions(source: string): Instruction[] {
  const variables = new Map<string, string>()
  const fill = (value: string) =>
    value.replace(
      /\$(?:\{(\w+)(?::[-+]([^}]*))?\}|(\w+))/g,
      (_, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
        variables.get(braced ?? bare ?? '') ?? fallback ?? '',
    )
  return joined(source).map(({ line, text }) => {
    const [, word = '', written = ''] = /^(\w+)\s+(.*)$/s.exec(text) ?? []
    const rest = fill(written)
    if (/^(ARG|ENV)$/i.test(word)) {
      for (const [name, value] of assignments(written)) variables.set(name, fill(value))
    }
    return { word: word.toUpperCase(), rest, line, text }
  })
}

/** `A=1 B="two words"`, or the old `A 1`. */
function assignments(text: string): [string, string][] {
  const old = /^(\w+)\s+([^=]+)$/.exec(text)
  if (old) return [[old[1] ?? '', old[2] ?? '']]
  return [...text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace(/^(["'])(.*)\1$/, '$2'),
  ])
}

function joined(source: string): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = []
  let open = false
  source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((raw, i) => {
      if (/^\s*(#|$)/.test(raw)) return
      const text = raw.trim().replace(/\\$/, '').trim()
      const last = found.at(-1)
      if (open && last) last.text += ` ${text}`
      else found.push({ line: i + 1, text })
      open = raw.trimEnd().endsWith('\\')
    })
  return found
}
