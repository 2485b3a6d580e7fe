import Fastify from 'fastify'
import { connect } from './database.js'
import { required, stopOnSignal } from './lifecycle.js'

const app = Fastify({
  logger: { level: process.env.LOG_LEVEL ?? 'info' },
  // The frontend's id, so that one request can be followed through both logs.
  requestIdHeader: 'x-request-id',
})
const database = connect(required(app.log, 'MONGODB_URI', "the connection string, with the database's name in it"), app.log)

app.get('/healthz', { logLevel: 'warn' }, async (_, reply) => {
  const well = await database.answers()
  return reply.code(well ? 200 : 503).send({ database: well ? 'up' : 'down' })
})

app.get('/products', async request => {
  const products = await database.products().find({}, { projection: { _id: 0 } }).sort({ name: 1 }).toArray()
  request.log.info({ count: products.length }, 'products read')
  return products
})

app.post(
  '/products',
  { schema: { body: { type: 'object', required: ['name', 'price'], properties: { name: { type: 'string', minLength: 1, maxLength: 80 }, price: { type: 'number', minimum: 0 } } } } },
  async (request, reply) => {
    const { name, price } = request.body
    await database.products().updateOne({ name }, { $set: { price } }, { upsert: true })
    request.log.info({ name, price }, 'product written')
    return reply.code(201).send({ name, price })
  },
)

stopOnSignal(app, () => database.close())
await app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 8080) })
