import { types } from 'node:util'
import { awsContext, type AwsContext } from '../../src/aws/context.js'
import { awsServer, type AwsServer, type Script } from './aws-server.js'

export interface FakeAws extends AwsServer {
  context: AwsContext
  /** What Ctrl-C does. */
  interrupt(): void
}

// Jest runs tests in a realm of their own, where errors of Node's network code are no instances of Error, and the SDK would wrap them
// into ones without a name or a code. Outside of Jest there is one realm.
const isInstance = Function.prototype[Symbol.hasInstance]
Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, thrown: unknown) {
    return this === Error ? types.isNativeError(thrown) : isInstance.call(this as () => void, thrown)
  },
})

const opened: AwsServer[] = []

/** A scripted AWS and the context that leads to it; polls every 5 ms. */
export async function fakeAws(script: Script): Promise<FakeAws> {
  const server = await awsServer(script)
  opened.push(server)
  Object.assign(process.env, { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
  const controller = new AbortController()
  const context = { ...awsContext({ region: 'eu-central-1', signal: controller.signal }), pollMs: 5 }
  return { ...server, context, interrupt: () => controller.abort(new Error('interrupted by SIGINT')) }
}

/** For `afterEach`. */
export async function closeFakeAws(): Promise<void> {
  for (const server of opened.splice(0)) await server.close()
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}
