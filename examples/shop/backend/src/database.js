import { MongoClient } from 'mongodb'

const firstProducts = [
  { name: 'Desk lamp', price: 49 },
  { name: 'Notebook', price: 7.5 },
  { name: 'Teapot', price: 32 },
]

/** The shop's database. It connects in the background and again after a loss: the server listens before the database answers. */
export function connect(uri, log) {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 3000, appName: 'shop-backend' })
  const products = () => client.db().collection('products')
  let closed = false

  async function seed() {
    while (!closed) {
      try {
        for (const { name, price } of firstProducts) await products().updateOne({ name }, { $setOnInsert: { price } }, { upsert: true })
        return log.info('connected to the database')
      } catch (error) {
        log.warn({ err: error.message }, 'the database does not answer yet')
        await new Promise(resolve => setTimeout(resolve, 1000))
      }
    }
  }
  void seed()

  return {
    products,
    async answers() {
      try {
        await client.db().command({ ping: 1 })
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
