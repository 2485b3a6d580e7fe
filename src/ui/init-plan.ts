import type { PlannedFile } from '../ops/init/initialise.js'
import type { Guess, InitPlan, PlannedService } from '../ops/init/plan.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import { err } from './theme.js'

/** The plan with the evidence for every guess, for stderr; `?` stands where an answer is missing. */
export function planText(plan: InitPlan, files: PlannedFile[]): string {
  return [
    table([row('application', plan.app), row('region', plan.region)]),
    ...plan.services.map(service => `\n${serviceTitle(service)}\n${table(serviceRows(service), { indent: 2 })}`),
    ...(plan.database ? [`\n${err.bold(plan.database.value)}  MongoDB  ${evidence(plan.database.because)}`] : []),
    `\nfiles\n${table(
      files.map(({ path, state }) => [state === 'new' ? err.green('+ write') : err.dim('  keep'), path]),
      { indent: 2 },
    )}`,
    ...(plan.notes.length > 0 ? [`\nnote\n${plan.notes.map(note => `  ${escapeControl(note)}`).join('\n')}`] : []),
  ].join('\n')
}

const evidence = (because: string) => err.dim(escapeControl(because))

const row = (what: string, { value, because }: Guess<string | number>) => [
  what,
  value === '' || value === 0 ? err.yellow('?') : err.bold(escapeControl(String(value))),
  evidence(because),
]

const serviceTitle = ({ name, type }: PlannedService) =>
  `${err.bold(name)}  ${type.because ? type.value : err.yellow('?')}  ${evidence(type.because)}`.trimEnd()

function serviceRows({ dockerfile, context, port, path, health, database, addresses }: PlannedService): string[][] {
  return [
    ...(dockerfile === undefined ? [] : [row('image', { value: dockerfile, because: '' })]),
    ...(context?.because ? [row('context', context)] : []),
    row('port', port),
    ...(path === '/' ? [] : [row('path', { value: path, because: '' })]),
    row('health', health),
    ...(database ? [row('database', database)] : []),
    ...Object.entries(addresses).map(([variable, backend]) =>
      row(variable, { value: backend, because: 'the address of that backend' }),
    ),
  ]
}
