import { readDocumentDb } from './database-documentdb.js'
import { readMongoDb } from './database-mongodb.js'
import type { Database } from './database.js'
import { parseYaml, type Source } from './source.js'
import { valueAt } from './value.js'

/** A database as its manifest describes it for one environment. Throws BadYaml or BadManifest (exit 2) with every problem. */
export function readDatabase(source: Source, environment: string): Database {
  // The engine decides which keys there are; it's the same in every environment.
  const parsed = parseYaml(source)
  const read = valueAt(parsed.data, ['engine']) === 'documentdb' ? readDocumentDb : readMongoDb
  return read(parsed, environment)
}
