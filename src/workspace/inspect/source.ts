import type { Seen } from '../../ops/init/facts.js'

interface SourceFacts {
  port?: Seen<number>
  health?: Seen<string>
  mongoVariable?: Seen<string>
  urlVariables: Seen<string>[]
}

const mongoVariable = /^(MONGO\w*_(URI|URL)|MONGO(URI|URL)|DATABASE_(URI|URL)|DB_(URI|URL))$/
const urlVariable = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_(URL|ORIGIN|BASE)$/
const healthRoute = /['"`](\/(?:api\/)?_?(?:health(?:z|check)?|livez|readyz|ready))['"`]/
const listenPort = /\bPORT\b\s*(?:\?\?|\|\|)\s*['"]?(\d{2,5})|\.listen\(\s*(\d{2,5})/

/** What the source of a service tells: names of variables in it, and routes. */
export function readSource(file: string, text: string): SourceFacts {
  const facts: SourceFacts = { urlVariables: [] }
  text.split('\n').forEach((raw, i) => {
    const seen = <T>(value: T): Seen<T> => ({ value, file, line: i + 1, text: raw.trim().slice(0, 120) })
    for (const [name] of raw.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)) {
      if (mongoVariable.test(name)) facts.mongoVariable ??= seen(name)
      else if (urlVariable.test(name) && !facts.urlVariables.some(each => each.value === name))
        facts.urlVariables.push(seen(name))
    }
    const health = healthRoute.exec(raw)?.[1]
    if (health) facts.health ??= seen(health)
    const port = listenPort.exec(raw)
    if (port) facts.port ??= seen(Number(port[1] ?? port[2]))
  })
  return facts
}
