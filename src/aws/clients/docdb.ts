import { DocDBClient, ModifyDBClusterCommand, type DocDB, type DocDBClientConfig } from '@aws-sdk/client-docdb'
import { onlyCommands } from './only-commands.js'

const commands = { modifyDBCluster: ModifyDBClusterCommand }

/** What mm asks of DocumentDB. Loaded by `import()`. */
export const docDbClient = (config: DocDBClientConfig) => onlyCommands<DocDB, typeof commands>(new DocDBClient(config), commands)
