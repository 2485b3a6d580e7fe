import { posix } from 'node:path'
import type { Seen } from '../../ops/init/facts.js'
import { environmentNames } from './environment-names.js'

export interface SourceFacts {
  port?: Seen<number>
  health?: Seen<string>
  /** Surest first. */
  mongoVariables: (Seen<string> & { sure: boolean })[]
  urlVariables: Seen<string>[]
}

const mongoName =
  /MONGO(?!.*(?:USER|PASS|HOST|PORT|NAME|_DB$|COLLECTION|POOL|TIMEOUT|TLS|SSL|AUTH|REPLICA|OPTION|VERSION|INITDB|TEST|DEBUG))/
const databaseName = /^(?:\w+_)?(?:DATABASE|DB)_(?:URI|URL|CONNECTION(?:_STRING)?)$/
const urlName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:URL|URI|ORIGIN|ENDPOINT)$/
const healthRoute = /['"`](\/(?:api\/)?_?(?:health(?:z|check)?|livez|readyz|ready))['"`]/
/** Somebody else's health check, asked for. */
const isCall = /\b(?:fetch|axios|got|ky|undici|new URL|https?\.(?:get|request))\b|\brequest\(/
const listenPort = /\bPORT\b['"\]]*\s*(?:\?\?|\|\|)\s*['"]?(\d{2,5})|\.listen\(\s*(\d{2,5})/
/** https://nextjs.org/docs/app/getting-started/route-handlers, and its older pages/api */
const nextRoute = /(?:^|\/)(?:app|pages)\/(api\/_?(?:health(?:z|check)?|livez|readyz|ready))(?:\/route)?\.[jt]sx?$/

/** What the source of a service tells: names of variables in it, and routes. */
export function readSource(file: string, text: string): SourceFacts {
  const lines = text.split('\n')
  const seen = <T>(value: T, line: number): Seen<T> => ({ value, file, line, text: (lines[line - 1] ?? '').trim().slice(0, 120) })
  const names = environmentNames(text)
  const mongo = names.filter(({ name }) => mongoName.test(name) || databaseName.test(name))
  const first = (test: (line: string) => RegExpExecArray | null) => {
    for (const [i, line] of lines.entries()) {
      const match = isComment(line) ? null : test(line)
      if (match) return { match, line: i + 1 }
    }
    return undefined
  }
  const port = first(line => listenPort.exec(line))
  const route = first(line => (isCall.test(line) ? null : healthRoute.exec(line)))
  const page = nextRoute.exec(file)?.[1]
  const health = page === undefined ? route && seen(route.match[1] ?? '/', route.line) : seen(`/${page}`, 1)
  return {
    ...(port ? { port: seen(Number(port.match[1] ?? port.match[2]), port.line) } : {}),
    ...(health ? { health } : {}),
    mongoVariables: mongo.map(({ name, line, sure }) => ({ ...seen(name, line), sure })),
    urlVariables: names
      .filter(({ name, sure }) => sure && urlName.test(name) && !mongo.some(each => each.name === name))
      .map(({ name, line }) => seen(name, line)),
  }
}

/** The variable that most surely holds the connection string: read from the environment before only named, MongoDB's name before a general one. */
export function mongoVariableOf(sources: SourceFacts[]): Seen<string> | undefined {
  const all = sources.flatMap(each => each.mongoVariables)
  const rank = ({ value, sure }: { value: string; sure: boolean }) => (sure ? 2 : 0) + (mongoName.test(value) ? 1 : 0)
  const [best] = [...all].sort((a, b) => rank(b) - rank(a))
  if (!best) return undefined
  const { value, file, line, text } = best
  return { value, file, line, text }
}

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*|#)/.test(line)

/** Programs and the examples of settings beside them; no tests. */
export const isSource = (file: string): boolean =>
  (/\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/.test(file) &&
    !/\.(?:test|spec|stories|d)\.[cm]?[jt]sx?$|\.min\.js$|\.config\.[cm]?[jt]s$/.test(file)) ||
  /^\.env\.(?:example|sample|template|dist)$/.test(posix.basename(file))
