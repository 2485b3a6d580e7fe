import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { backendClient } from './backend.js'
import { serve, stopOnSignal } from './lifecycle.js'
import { errorPage, shopPage } from './page.js'
import { productOf } from './product.js'
import { logLevel, portOf, refuse, required } from './settings.js'

const port = portOf(process.env.PORT ?? 3000)
const backendUrl = required('BACKEND_URL', 'the address of the backend, such as http://backend.dev.shop.internal')
if (!/^https?:$/.test(URL.parse(backendUrl)?.protocol)) refuse(`BACKEND_URL is ${JSON.stringify(backendUrl)}: it must begin with http:// or https://`)

const app = Fastify({
  logger: { level: logLevel(process.env.LOG_LEVEL) },
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
})
const backend = backendClient(backendUrl)

app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(body))))
// Whoever asks can find the lines of their request in the logs.
app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
app.setErrorHandler((error, request, reply) => {
  if (error.statusCode < 500) return reply.send(error)
  request.log.error({ err: error.message }, 'the backend did not answer')
  return reply.code(502).type('text/html').send(errorPage('Just a moment', `The shop can't reach its backend. Request ${request.id}`))
})

app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'up' }))

app.get('/', async (request, reply) => {
  const products = await backend.products(request.id)
  request.log.info({ count: products.length }, 'page rendered')
  return reply.type('text/html').send(shopPage(products))
})

app.post('/', async (request, reply) => {
  const product = productOf(request.body)
  if (!product) return reply.code(400).type('text/html').send(errorPage('Not added', 'A product has a name of at most 80 characters and a price of 0 or more.'))
  await backend.add(product, request.id)
  return reply.redirect('/', 303)
})

stopOnSignal(app)
await serve(app, port)
