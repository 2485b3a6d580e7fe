// What balancers send requests to in these tests: each path behaves in a way of its own. Its two arguments are its name and the address
// that it listens on.
import { createHash } from 'node:crypto'
import http from 'node:http'

const [name, host] = process.argv.slice(-2)
let health = 200

const paths = {
  '/health': (_, response) => response.writeHead(health).end(),
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
  '/slow': (_, response) => setTimeout(() => response.end('slow but whole'), 3000),
  '/stream': (_, response) => {
    response.write('first')
    setTimeout(() => response.end('last'), 1500)
  },
  '/echo': (request, response) => request.pipe(response),
  '/dies-half-way': (_, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half')
    setTimeout(() => response.socket.destroy(), 200)
  },
  '/no-http': (_, response) => response.socket.end('this is no HTTP\r\n\r\n'),
}

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0]
  const wanted = /^\/become\/(\d+)$/.exec(path)
  if (wanted) health = Number(wanted[1])
  const behave = paths[path]
  return behave ? behave(request, response) : response.end(`${name} ${request.method} ${request.url}`)
})

// A WebSocket server as small as can be: every text frame comes back as it came.
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  socket.on('data', frame => {
    const length = frame[1] & 127
    const mask = frame.subarray(2, 6)
    const text = frame.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4])
    socket.write(Buffer.concat([Buffer.from([0x81, length]), text]))
  })
  socket.on('error', () => socket.destroy())
})

// As in any application: a stop lets requests in flight end.
process.on('SIGTERM', () => server.close(() => process.exit(0)))
server.listen(8000, host)
