import { readDocumentDb } from './database-documentdb.js'
import { readMongoDb } from './database-mongodb.js'
import type { Database } from './database.js'
import { parseYaml, type Source } from './source.js'
import { valueAt } from './value.js'

/**
 * A database as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem.
 * @param production whether the environment is one, which changes defaults
 */
export function readDatabase(source: Source, environment: string, production = false): Database {
  // The engine decides which keys there are; it's the same in every environment.
  const parsed = parseYaml(source)
  return valueAt(parsed.data, ['engine']) === 'documentdb'
    ? readDocumentDb(parsed, environment)
    : readMongoDb(parsed, environment, production)
}
