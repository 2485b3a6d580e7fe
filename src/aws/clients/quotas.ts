import {
  GetServiceQuotaCommand,
  ServiceQuotasClient,
  type ServiceQuotas,
  type ServiceQuotasClientConfig,
} from '@aws-sdk/client-service-quotas'
import { onlyCommands } from './only-commands.js'

const commands = { getServiceQuota: GetServiceQuotaCommand }

/** What mm asks of Service Quotas. Loaded by `import()`. */
export const quotasClient = (config: ServiceQuotasClientConfig) =>
  onlyCommands<ServiceQuotas, typeof commands>(new ServiceQuotasClient(config), commands)
