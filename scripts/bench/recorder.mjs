// A proxy on the loopback before the local AWS that remembers when each call was made and answered.
import { createServer, request } from 'node:http'

/** Starts one. `calls`: `{ action, start, end }`, epoch ms. */
export async function recorder(endpoint) {
  const calls = []
  const { hostname: host, port } = new URL(endpoint)
  const server = createServer(async (incoming, outgoing) => {
    const call = { action: '', start: Date.now(), end: Infinity }
    calls.push(call)
    const chunks = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    call.action = incoming.headers['x-amz-target']?.split('.').at(-1) ?? new URLSearchParams(body.toString()).get('Action') ?? ''
    const { method, url: path, headers } = incoming
    const forwarded = request({ host, port, method, path, headers }, answer => {
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.pipe(outgoing)
      answer.on('end', () => (call.end = Date.now()))
    })
    forwarded.on('error', () => incoming.socket.destroy())
    forwarded.end(body)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Milliseconds of a span in which no call was under way: whoever made the calls worked or waited by itself. */
export function ownTime(calls, from, to) {
  let own = 0
  let at = from
  for (const { start, end } of calls.filter(call => call.end > from && call.start < to).sort((a, b) => a.start - b.start)) {
    own += Math.max(0, start - at)
    at = Math.max(at, end)
  }
  return own + Math.max(0, to - at)
}
