import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type CloudWatchLogs,
  type CloudWatchLogsClientConfig,
} from '@aws-sdk/client-cloudwatch-logs'
import { onlyCommands } from './only-commands.js'

const commands = { filterLogEvents: FilterLogEventsCommand }

export { FilterLogEventsCommand }

/** What mm asks of CloudWatch Logs. Loaded by `import()`. */
export const logsClient = (config: CloudWatchLogsClientConfig) =>
  onlyCommands<CloudWatchLogs, typeof commands>(new CloudWatchLogsClient(config), commands)
