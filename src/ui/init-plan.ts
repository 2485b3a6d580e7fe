import type { Guess, InitPlan, PlannedService } from '../ops/init/plan.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import { err } from './theme.js'

export interface PlannedFile {
  path: string
  state: 'new' | 'kept'
}

/** The plan with the evidence for every guess, for stderr. */
export function planText(plan: InitPlan, files: PlannedFile[]): string {
  const row = (what: string, { value, because }: Guess<string | number>) => [
    what,
    err.bold(String(value)),
    err.dim(escapeControl(because)),
  ]
  return [
    table([row('application', plan.app), row('region', plan.region)]),
    ...plan.services.map(service => `\n${serviceTitle(service)}\n${table(serviceRows(service, row), { indent: 2 })}`),
    ...(plan.database ? [`\n${err.bold(plan.database.value)}  MongoDB  ${err.dim(escapeControl(plan.database.because))}`] : []),
    `\nfiles\n${table(
      files.map(({ path, state }) => [state === 'new' ? err.green('+ write') : err.dim('  keep'), path]),
      { indent: 2 },
    )}`,
  ].join('\n')
}

const serviceTitle = ({ name, type }: PlannedService) =>
  `${err.bold(name)}  ${type.value}  ${err.dim(escapeControl(type.because))}`

function serviceRows(service: PlannedService, row: (what: string, guess: Guess<string | number>) => string[]): string[][] {
  return [
    row('image', { value: service.dockerfile, because: '' }),
    row('port', service.port),
    row('health', service.health),
    ...(service.database ? [row('database', service.database)] : []),
    ...Object.entries(service.addresses).map(([variable, backend]) =>
      row(variable, { value: backend, because: 'the address of the only backend' }),
    ),
  ]
}
