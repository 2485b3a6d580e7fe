import type { World } from '../ports/world.js'

/** Pages of a log that are read at most: a busy service writes them as fast as they're read. */
const maxPages = 20

interface Of {
  group: string
  /** The task's own. */
  stream: string
  since: number
  count: number
}

/** The last lines of a task, oldest first. */
export async function lastLines({ logs }: Pick<World, 'logs'>, { group, stream, since, count }: Of): Promise<string[]> {
  let found: string[] = []
  let next: string | undefined
  for (let pages = 0; pages === 0 || (next !== undefined && pages < maxPages); pages++) {
    const page = await logs.page({ group, streamPrefix: stream, since, ...(next === undefined ? {} : { next }) })
    const own = page.lines.filter(line => line.stream === stream)
    found = [...found, ...own.map(({ message }) => message)].slice(-count)
    next = page.next
  }
  return found
}
