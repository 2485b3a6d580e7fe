// The name server of the local AWS's network: answers A questions for names of private hosted zones and of load balancers, and hands every
// other one to the engine's own resolver. Records come by PUT to the control port as {"name": "address"}.
import dgram from 'node:dgram'
import http from 'node:http'
import { readFileSync } from 'node:fs'

let records = {}
const upstream = /nameserver\s+(\S+)/.exec(readFileSync('/etc/resolv.conf', 'utf8'))?.[1] ?? '127.0.0.11'
const server = dgram.createSocket('udp4')

// https://www.rfc-editor.org/rfc/rfc1035#section-4.1
server.on('message', (question, from) => {
  const { name, type, end } = parse(question)
  const address = records[name.toLowerCase()]
  if (address === undefined) return forward(question, from)
  server.send(answer(question, end, type === 1 ? address : undefined), from.port, from.address)
})
server.bind(53)

function parse(message) {
  const labels = []
  let at = 12
  for (let length = message[at]; length > 0; length = message[at]) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 }
}

function answer(question, end, address) {
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(0x8580, 2)
  header.writeUInt16BE(address ? 1 : 0, 6)
  header.writeUInt32BE(0, 8)
  if (!address) return Buffer.concat([header, question.subarray(12, end)])
  const record = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([header, question.subarray(12, end), record])
}

function forward(question, from) {
  const asking = dgram.createSocket('udp4')
  const close = setTimeout(() => asking.close(), 5000)
  asking.on('message', reply => {
    clearTimeout(close)
    server.send(reply, from.port, from.address)
    asking.close()
  })
  asking.on('error', () => {})
  asking.send(question, 53, upstream)
}

http
  .createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.method === 'PUT') records = JSON.parse(Buffer.concat(chunks))
    response.end('{}')
  })
  .listen(9999)
process.on('SIGTERM', () => process.exit(0))
