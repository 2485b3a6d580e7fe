import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, get, type AgentOptions } from 'node:http'

export interface Load {
  /** Until this many requests have been answered, or more when `until` isn't settled by then. */
  requests: number
  until: Promise<unknown>
  clients: Clients[]
}

interface Clients {
  url: string
  /** How many, each of which sends its next request when it has the answer to the last. */
  count: number
  /** Keeps its connections, or makes a new one for each request. */
  keepAlive: boolean
  /** Milliseconds between the beginnings of one client and the next, so that they don't ask in step. */
  apart?: number
}

/** How often each answer came: `200 {"status":"up"}` -> 5021; a connection that was cut or refused counts by its error. */
export type Answers = Record<string, number>

/** Sends requests from many clients at once. An answer counts when all of its body has come. */
export async function load({ requests, until, clients }: Load): Promise<Answers> {
  const answers: Answers = {}
  let sent = 0
  let over = false
  const ended = until.finally(() => (over = true))
  const one = async ({ url, keepAlive, apart = 0 }: Clients, index: number) => {
    await sleep(index * apart)
    const agent = new Agent({ keepAlive, maxSockets: 1 })
    while (!over || sent < requests) {
      sent++
      const answer = await ask(url, { agent })
      answers[answer] = (answers[answer] ?? 0) + 1
    }
    agent.destroy()
  }
  await Promise.all([ended, ...clients.flatMap(each => Array.from({ length: each.count }, (_, index) => one(each, index)))])
  return answers
}

const ask = (url: string, options: { agent: Agent } & AgentOptions): Promise<string> =>
  new Promise(resolve => {
    const failed = (error: Error & { code?: string }) => resolve(`${error.code ?? ''} ${error.message}`)
    const request = get(url, options, response => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('error', failed).on('end', () => resolve(`${response.statusCode} ${body}`))
    })
    request.setTimeout(30_000, () => request.destroy(new Error('no answer within 30 s')))
    request.on('error', failed)
  })
