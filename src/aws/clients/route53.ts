import { ListHostedZonesByNameCommand, Route53Client, type Route53, type Route53ClientConfig } from '@aws-sdk/client-route-53'
import { onlyCommands } from './only-commands.js'

const commands = { listHostedZonesByName: ListHostedZonesByNameCommand }

/** What mm asks of Route 53. Loaded by `import()`. */
export const route53Client = (config: Route53ClientConfig) =>
  onlyCommands<Route53, typeof commands>(new Route53Client(config), commands)
