import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { backendClient } from './backend.js'
import { required, stopOnSignal } from './lifecycle.js'
import { errorPage, shopPage } from './page.js'

const app = Fastify({
  logger: { level: process.env.LOG_LEVEL ?? 'info' },
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
})
const backend = backendClient(required(app.log, 'BACKEND_URL', 'the address of the backend, such as http://backend.dev.shop.internal'))

app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(body))))
app.setErrorHandler((error, request, reply) => {
  request.log.error({ err: error.message }, 'the backend did not answer')
  return reply.code(502).type('text/html').send(errorPage(request.id))
})

app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'up' }))

app.get('/', async (request, reply) => {
  const products = await backend.products(request.id)
  request.log.info({ count: products.length }, 'page rendered')
  return reply.type('text/html').send(shopPage(products))
})

app.post('/', async (request, reply) => {
  const { name = '', price = '' } = request.body ?? {}
  await backend.add({ name: name.trim(), price: Number(price) }, request.id)
  return reply.redirect('/', 303)
})

stopOnSignal(app)
await app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 3000) })
