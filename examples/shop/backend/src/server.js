import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import { connect } from './database.js'
import { serve, stopOnSignal } from './lifecycle.js'
import { logLevel, portOf, refuse, required } from './settings.js'

const port = portOf(process.env.PORT ?? 8080)
const app = Fastify({
  logger: { level: logLevel(process.env.LOG_LEVEL) },
  // The frontend's id, so that one request can be followed through both logs.
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
  // A price of null is no price of 0.
  ajv: { customOptions: { coerceTypes: false } },
})
const uri = required('MONGODB_URI', "the connection string, with the database's name in it")
let database
try {
  database = connect(uri, app.log)
} catch (error) {
  refuse(`MONGODB_URI is no connection string: ${error.message}`)
}

app.setErrorHandler((error, request, reply) => {
  if (error.statusCode < 500) return reply.send(error)
  request.log.error({ err: error.message }, 'the database did not answer')
  return reply.code(503).send({ error: 'the database did not answer' })
})

app.get('/healthz', { logLevel: 'warn' }, async (_, reply) => {
  const well = await database.answers()
  return reply.code(well ? 200 : 503).send({ database: well ? 'up' : 'down' })
})

app.get('/products', async request => {
  const products = await database.products().find({}, { projection: { _id: 0 } }).sort({ name: 1 }).toArray()
  request.log.info({ count: products.length }, 'products read')
  return products
})

const product = {
  type: 'object',
  required: ['name', 'price'],
  properties: { name: { type: 'string', pattern: '\\S', maxLength: 80 }, price: { type: 'number', minimum: 0 } },
}

app.post('/products', { schema: { body: product } }, async (request, reply) => {
  const { name, price } = request.body
  await database.products().updateOne({ name }, { $set: { price } }, { upsert: true })
  request.log.info({ name, price }, 'product written')
  return reply.code(201).send({ name, price })
})

stopOnSignal(app, () => database.close())
await serve(app, port)
