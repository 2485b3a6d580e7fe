// What the demo made, as a table: asked of mm itself.
import { join } from 'node:path'
import { capture } from '../support/run.mjs'
import { root } from '../support/prepare.mjs'

/** One row per stack and one per running part, from `mm status --json`. */
export async function resourceTable({ env, shop }) {
  const { stdout } = await capture(process.execPath, [join(root, 'bin/run.js'), 'status', '--json'], {
    cwd: shop,
    env: { ...process.env, ...env },
  })
  const status = JSON.parse(stdout)
  const rows = [
    ['environment', status.environment, status.stack, status.url],
    ...status.databases.map(db => ['database', db.name, db.stack, `MongoDB ${db.version} at ${db.host}`]),
    ...status.services.map(service => [
      'service',
      service.name,
      service.stack,
      `${service.running} of ${service.desired} tasks, ${service.url ?? 'no requests'}`,
    ]),
  ]
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)))
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
