import { notFoundError } from '../../errors.js'
import { nearest } from '../../nearest.js'
import { deployedEnvironment } from '../deployed.js'
import type { LogLine } from '../ports/logs.js'
import type { World } from '../ports/world.js'

/** A service whose lines are read. */
export interface LogSource {
  service: string
  group: string
}

export interface ServiceLine extends LogLine {
  service: string
}

/** The services that have a log in this environment, or those that were named; throws NotFound for a name that has none. */
export async function logSources(world: Pick<World, 'stacks'>, app: string, env: string, names: string[]): Promise<LogSource[]> {
  await deployedEnvironment(world, app, env)
  const stacks = await world.stacks.list({ 'mm:app': app, 'mm:env': env })
  const all = stacks.flatMap(({ tags, outputs }) =>
    tags['mm:service'] && outputs['LogGroupName'] ? [{ service: tags['mm:service'], group: outputs['LogGroupName'] }] : [],
  )
  const known = all.map(source => source.service)
  for (const name of names.length > 0 ? names : [undefined]) {
    if (name === undefined ? all.length > 0 : known.includes(name)) continue
    const near = name && nearest(name, known)
    throw notFoundError('NoLogs', name ? `no service ${name} is deployed in ${env}` : `no service is deployed in ${env}`, {
      ...(known.length > 0 ? { why: `deployed are: ${known.join(', ')}` } : {}),
      fix: near ? [`mm logs ${near} --env ${env}`] : [`mm svc deploy ${name ?? '<service>'} --env ${env}`],
    })
  }
  return all
    .filter(source => names.length === 0 || names.includes(source.service))
    .sort((a, b) => a.service.localeCompare(b.service))
}

/** Every line of one group in a range, page after page; empty pages included, since CloudWatch sends them midway. */
export async function* allLines(
  world: Pick<World, 'logs'>,
  query: { group: string; since: number; until?: number },
): AsyncGenerator<{ line: LogLine } | { serverTime: number }> {
  let next: string | undefined
  do {
    const page = await world.logs.page({ ...query, ...(next === undefined ? {} : { next }) })
    for (const line of page.lines) yield { line }
    yield { serverTime: page.serverTime }
    next = page.next
  } while (next !== undefined)
}

/** The lines of a range, all services merged by time. Each service's own order is kept. */
export async function* readRange(
  world: Pick<World, 'logs'>,
  sources: LogSource[],
  range: { since: number; until?: number },
): AsyncGenerator<ServiceLine> {
  const streams = sources.map(source => linesOf(world, source, range))
  const heads = await Promise.all(streams.map(stream => stream.next()))
  for (;;) {
    let first: number | undefined
    heads.forEach((head, i) => {
      const current = first === undefined ? undefined : heads[first]
      if (!head.done && (!current || current.done || head.value.at < current.value.at)) first = i
    })
    const head = first === undefined ? undefined : heads[first]
    const stream = first === undefined ? undefined : streams[first]
    if (first === undefined || !head || head.done || !stream) return
    yield head.value
    heads[first] = await stream.next()
  }
}

async function* linesOf(
  world: Pick<World, 'logs'>,
  source: LogSource,
  range: { since: number; until?: number },
): AsyncGenerator<ServiceLine, undefined> {
  for await (const each of allLines(world, { group: source.group, ...range }))
    if ('line' in each) yield { ...each.line, service: source.service }
  return undefined
}
