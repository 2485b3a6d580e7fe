import { setTimeout as sleep } from 'node:timers/promises'

export interface Visitors {
  /** Everything that was answered since the last time that this was asked, each different answer once, in their order: `200 one`. */
  saw(): string[]
  leave(): Promise<void>
}

/** Asks for a page again and again, on a new connection each time, as people do while something is deployed. */
export function visitors(url: string, everyMs = 50): Visitors {
  const stop = new AbortController()
  let answers = new Set<string>()
  const going = (async () => {
    while (!stop.signal.aborted) {
      answers.add(await visit(url))
      await sleep(everyMs)
    }
  })()
  return {
    saw() {
      const seen = [...answers]
      answers = new Set()
      return seen
    },
    async leave() {
      stop.abort()
      await going
    },
  }
}

const visit = (url: string): Promise<string> =>
  fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(10_000) }).then(
    async answer => `${answer.status} ${await answer.text()}`,
    (error: Error) => `${error.message}: ${String(error.cause)}`,
  )
