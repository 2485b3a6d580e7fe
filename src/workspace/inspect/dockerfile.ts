import type { Seen } from '../../ops/init/facts.js'
import { readInstructions, type Instruction } from './instructions.js'

export interface DockerfileFacts {
  port?: Seen<number>
  health?: Seen<string>
  /** Where the last stage's image comes from in the end. */
  base: string
  /** What COPY and ADD take from the build context. */
  sources: Seen<string>[]
}

export interface Stage extends Omit<DockerfileFacts, 'sources'> {
  /** Lower case. */
  name?: string
  /** Ports of EXPOSE, in their order. */
  exposed: number[]
}

/** What counts is the last stage, with what it inherits from the stages that it's built on. */
export function readDockerfile(file: string, text: string): DockerfileFacts {
  const { stages, sources } = readStages(file, text)
  const { port, health, base = '' } = stages.at(-1) ?? {}
  return { ...(port ? { port } : {}), ...(health ? { health } : {}), base, sources }
}

/** Each stage, and what is copied into any of them. */
export function readStages(file: string, text: string): { stages: Stage[]; sources: Seen<string>[] } {
  const stages: Stage[] = []
  const sources: Seen<string>[] = []
  for (const instruction of readInstructions(text)) {
    const seen = <T>(value: T): Seen<T> => ({ value, file, line: instruction.line, text: instruction.text })
    if (instruction.word === 'FROM') stages.push(newStage(instruction, stages))
    const stage = stages.at(-1)
    if (!stage) continue
    if (instruction.word === 'EXPOSE') {
      stage.exposed.push(...instruction.rest.split(/\s+/).flatMap(each => portsIn(each)))
      const port = Number.parseInt(instruction.rest, 10)
      // Of several the first is the application's; others are for metrics or a debugger.
      if (isPort(port) && !stage.port?.text.startsWith('EXPOSE')) stage.port = seen(port)
    }
    if (instruction.word === 'ENV') {
      const port = Number(/(?:^|\s)PORT[=\s]["']?(\d+)/.exec(instruction.rest)?.[1])
      if (isPort(port)) stage.port ??= seen(port)
    }
    if (instruction.word === 'HEALTHCHECK') {
      const path = healthPath(instruction.rest)
      if (path === undefined) delete stage.health
      else stage.health = seen(path)
    }
    if (instruction.word === 'COPY' || instruction.word === 'ADD') sources.push(...copied(instruction.rest).map(seen))
  }
  return { stages, sources }
}

/** `FROM base AS run` goes on with what the stage `base` had. */
function newStage({ rest }: Instruction, stages: Stage[]): Stage {
  const [, image = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest) ?? []
  const parent = stages.find(each => each.name !== undefined && each.name === image.toLowerCase())
  const stage: Stage = { ...(parent ?? { base: image }), exposed: [...(parent?.exposed ?? [])] }
  delete stage.name
  return name === undefined ? stage : { ...stage, name: name.toLowerCase() }
}

/** `3000`, `3000/tcp` or `3000-3002`; what is served by UDP isn't what a load balancer asks for. */
function portsIn(written: string): number[] {
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/i.exec(written) ?? []
  const [from, to] = [Number(first), Number(last)]
  return first !== '' && isPort(from) && isPort(to) ? Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i) : []
}

const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65_535

/** The path of a URL in the command, or else the only quoted path: `fetch('http://localhost:' + port + '/up')`. */
function healthPath(command: string): string | undefined {
  const url = /(?:https?:\/\/[\w.[\]:-]+|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?)(\/[^\s'"`|)\\?#]*)/.exec(command)?.[1]
  if (url !== undefined) return url
  const quoted = /(?:\+\s*|[`}])['"`]?(\/[\w/.-]+)['"`]/.exec(command)?.[1]
  if (quoted !== undefined) return quoted
  return /https?:\/\/[\w.[\]:-]+['"]?(?:\s|$)/.test(command) ? '/' : undefined
}

/** The sources of a COPY; none for what comes from another stage, from the network or from the Dockerfile itself. */
function copied(rest: string): string[] {
  if (/--from=|<</.test(rest)) return []
  const plain = rest.replace(/^(?:--\S+\s+)+/, '')
  const words = plain.startsWith('[') ? [...plain.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word) : plain.split(/\s+/)
  return words.slice(0, -1).filter(word => !/^https?:|^git@/.test(word))
}
