import type { Deletion } from '../ops/stack/delete-stack.js'
import { table } from './table.js'
import { err } from './theme.js'

export function reportDeletion({ stack, kept }: Deletion): void {
  process.stderr.write(`\n${err.bold(stack)} was deleted\n`)
  if (kept.length > 0) {
    process.stderr.write(
      `\n${err.dim('kept')}  still there, and still paid for:\n${table(
        kept.map(({ logicalId, type, id }) => [logicalId, type.replace('AWS::', ''), id]),
        { indent: 6 },
      )}\n`,
    )
  }
}
