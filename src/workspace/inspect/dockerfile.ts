import type { Seen } from '../../ops/init/facts.js'

interface DockerfileFacts {
  port?: Seen<number>
  health?: Seen<string>
}

/** EXPOSE and HEALTHCHECK of a Dockerfile; values of ARG and ENV are filled in. The last EXPOSE of the last stage counts. */
export function readDockerfile(file: string, text: string): DockerfileFacts {
  const variables = new Map<string, string>()
  const fill = (value: string) =>
    value.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, name: string, fallback?: string) => variables.get(name) ?? fallback ?? '')
  const facts: DockerfileFacts = {}
  for (const { line, content } of instructions(text)) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/s.exec(content) ?? []
    const instruction = word.toUpperCase()
    if (instruction === 'FROM') delete facts.port
    if (instruction === 'ARG' || instruction === 'ENV') {
      for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=("[^"]*"|\S+)/g))
        variables.set(name, fill(value.replace(/^"|"$/g, '')))
    }
    const port = instruction === 'EXPOSE' ? Number.parseInt(fill(rest), 10) : Number.NaN
    if (port >= 1 && port <= 65_535) facts.port = { value: port, file, line, text: content }
    const path = instruction === 'HEALTHCHECK' ? /https?:\/\/[^/\s'"]+(\/[^\s'"|)]*)?/.exec(fill(rest)) : null
    if (path) facts.health = { value: path[1] ?? '/', file, line, text: content }
  }
  return facts
}

/** Instructions with the line on which they begin; a backslash at a line's end goes on with the next. */
function instructions(text: string): { line: number; content: string }[] {
  const found: { line: number; content: string }[] = []
  let open = false
  text.split(/\r?\n/).forEach((raw, i) => {
    if (/^\s*(#|$)/.test(raw)) return
    const content = raw.trim().replace(/\\$/, '').trim()
    const last = found.at(-1)
    if (open && last) last.content += ` ${content}`
    else found.push({ line: i + 1, content })
    open = raw.trimEnd().endsWith('\\')
  })
  return found
}
