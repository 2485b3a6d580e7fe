// The name server of the local AWS's network: answers A questions for names of private hosted zones and of load balancers, and hands those
// for names elsewhere to the engine's own resolver. Its configuration comes by PUT to the control port:
//   { zones: ["dev.shop.internal"], records: { "api.dev.shop.internal": "172.18.0.4" } }
import dgram from 'node:dgram'
import http from 'node:http'
import net from 'node:net'
import { readFileSync } from 'node:fs'

let config = { zones: [], records: {} }
const upstream = /nameserver\s+(\S+)/.exec(readFileSync('/etc/resolv.conf', 'utf8'))?.[1] ?? '127.0.0.11'
const A = 1
const [noError, serverFailure, noSuchName] = [0, 2, 3]
const server = dgram.createSocket('udp4')

server.on('message', async (question, from) => {
  const reply = await answer(question)
  if (reply) server.send(reply, from.port, from.address)
})
server.bind(53)

// The same over TCP, where two bytes of length come before each message.
net
  .createServer(socket => {
    let received = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', async data => {
      received = Buffer.concat([received, data])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        const question = received.subarray(2, end)
        received = received.subarray(end)
        const reply = await answer(question)
        if (reply) socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
      }
    })
  })
  .listen(53)

/** The reply; nothing for what is no question. */
function answer(message) {
  const question = parse(message)
  if (!question) return undefined
  const name = question.name.toLowerCase()
  const address = config.records[name]
  if (address !== undefined) return reply(message, question, noError, question.type === A ? address : undefined)
  // A private zone has the last word on its names: the world outside isn't asked.
  if (config.zones.some(zone => name === zone || name.endsWith(`.${zone}`))) return reply(message, question, name in parents() ? noError : noSuchName)
  return forward(message, question)
}

// `shop.internal` exists when `db.shop.internal` does, and so does a zone itself.
const parents = () => Object.fromEntries([...config.zones, ...Object.keys(config.records)].flatMap(name => name.split('.').map((_, at, labels) => [labels.slice(at).join('.'), true])))

// https://www.rfc-editor.org/rfc/rfc1035#section-4.1
function parse(message) {
  const labels = []
  let at = 12
  for (let length = message[at]; length > 0 && at < message.length; length = message[at]) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  if (message.length < at + 5) return undefined
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 }
}

function reply(message, { end }, code, address) {
  const header = Buffer.from(message.subarray(0, 12))
  header.writeUInt16BE(0x8580 | code, 2)
  header.writeUInt16BE(address ? 1 : 0, 6)
  header.writeUInt32BE(0, 8)
  if (!address) return Buffer.concat([header, message.subarray(12, end)])
  // A pointer to the name in the question, then type A, class IN, a second to live and four bytes.
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([header, message.subarray(12, end), record])
}

function forward(message, question) {
  return new Promise(resolve => {
    const asking = dgram.createSocket('udp4')
    const finish = found => {
      clearTimeout(patience)
      asking.close()
      resolve(found)
    }
    // Said before a client's own patience (5 s) ends, so that it hears a reason.
    const patience = setTimeout(() => finish(reply(message, question, serverFailure)), 4000)
    asking.on('message', finish)
    asking.on('error', () => finish(reply(message, question, serverFailure)))
    asking.send(message, 53, upstream)
  })
}

http
  .createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.method === 'PUT') config = JSON.parse(Buffer.concat(chunks))
    response.end('{}')
  })
  .listen(9999)
process.on('SIGTERM', () => process.exit(0))
