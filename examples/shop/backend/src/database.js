import { MongoClient } from 'mongodb'

const firstProducts = [
  { name: 'Desk lamp', price: 49 },
  { name: 'Notebook', price: 7.5 },
  { name: 'Teapot', price: 32 },
]

/**
 * The shop's database. It connects in the background and again after a loss: the server listens before the database answers.
 * Throws when `uri` is no connection string.
 */
export function connect(uri, log) {
  const newClient = () => new MongoClient(uri, { serverSelectionTimeoutMS: 3000, appName: 'shop-backend' })
  let client = newClient()
  let connected = false
  let closed = false

  async function start() {
    while (!closed) {
      try {
        await client.connect()
        connected = true
        return await seed()
      } catch (error) {
        if (closed) return
        log.warn({ err: error.message }, 'the database is not ready yet')
        // The driver finds a lost server again by itself, but a client whose first connection failed stays closed for good.
        if (!connected) {
          await client.close()
          client = newClient()
        }
        await new Promise(resolve => setTimeout(resolve, 1000))
      }
    }
  }

  async function seed() {
    // Two backends that start at once must not both add a product.
    await products().createIndex({ name: 1 }, { unique: true })
    for (const { name, price } of firstProducts) await products().updateOne({ name }, { $setOnInsert: { price } }, { upsert: true })
    log.info('the database is ready')
  }

  function database() {
    if (!connected) throw new Error('not connected to the database yet')
    return client.db()
  }
  const products = () => database().collection('products')

  void start()
  return {
    products,
    async answers() {
      try {
        await database().command({ ping: 1 })
        return true
      } catch {
        return false
      }
    },
    async close() {
      closed = true
      await client.close()
    },
  }
}
