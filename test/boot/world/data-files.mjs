// What a mongod keeps below its dbPath: two things that a crash treats differently.
//
// * `checkpoint`: the data as of the last checkpoint, `{ docs, users }`.
// * `oplog`: every acknowledged write since the set was begun, durable at once; `applied` of them are in the checkpoint. A member that
//   starts in its set applies the rest, since a replicated collection has no journal of its own; a mongod that starts alone doesn't.
//   https://www.mongodb.com/docs/manual/reference/parameters/#mongodb-parameter-param.recoverFromOplogAsStandalone
// * `stable`: the checkpoint carries the time of the oplog entry that it ends with. A mongod that was alone leaves one that doesn't, and then
//   nothing can be applied to it any more. https://jira.mongodb.org/browse/SERVER-44612
// * `config`: the replica set's, in local. `syncing`: ticks until the first copy is complete.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const blank = () => ({ checkpoint: { docs: {}, users: {} }, oplog: null, applied: 0, stable: true, config: null, syncing: 0 })

export function load(dbPath) {
  const file = join(dbPath, 'data.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : blank()
}

export function save(dbPath, data) {
  mkdirSync(dbPath, { recursive: true })
  writeFileSync(join(dbPath, 'data.json'), JSON.stringify(data))
  writeFileSync(join(dbPath, 'WiredTiger'), '')
}

/** What a client would read. */
export function contents(data, { mode }) {
  const all = structuredClone(data.checkpoint)
  if (mode === 'standalone' || !data.oplog || !data.stable) return all
  for (const entry of data.oplog.slice(data.applied)) apply(all, entry)
  return all
}

export function apply(all, { docs = {}, users = {} }) {
  Object.assign(all.docs, docs)
  Object.assign(all.users, users)
}

/** A mongod in its set begins with a checkpoint that it may apply to: without a time it's taken to be at the oplog's end. */
export function openInSet(data) {
  if (!data.stable && data.oplog) data.applied = data.oplog.length
  data.stable = true
}

/** A clean end. A member's checkpoint stays behind its oplog; a mongod alone keeps all that it shows. */
export function close(data, node) {
  if (node.mode === 'set') return
  if (node.mode === 'recovering' && !node.keep) return
  data.checkpoint = contents(data, node)
  data.applied = data.oplog?.length ?? 0
  data.stable = false
}
