import type { DatabaseStatus, EnvironmentStatus, ServiceStatus } from '../ops/overview/status.js'
import { escapeControl } from './escape.js'
import { table } from './table.js'
import { out } from './theme.js'

const mark = (well: boolean) => (well ? out.green('●') : out.red('●'))

/** The human view of `mm status`; it's the result, so it goes to stdout. */
export function statusText(status: EnvironmentStatus): string {
  const { app, environment, url, encrypted, services, databases, healthy } = status
  const rows = [...services.map(serviceRow), ...databases.map(databaseRow)]
  return [
    `${out.bold(`${app} ${environment}`)}  ${url}  ${healthy ? out.green('healthy') : out.red('not healthy')}`,
    ...(encrypted
      ? []
      : [out.yellow("  plain HTTP: without a domain the load balancers have no certificate; don't send secrets over it")]),
    ...(rows.length === 0
      ? [`  nothing is deployed yet: mm db deploy --env ${environment}, mm svc deploy <service> --env ${environment}`]
      : ['', table(rows, { indent: 2 })]),
    ...services.flatMap(troubles),
  ].join('\n')
}

function serviceRow(service: ServiceStatus): string[] {
  const { name, running, desired, rollout, targets, url = '' } = service
  const well = running >= desired && rollout === 'COMPLETED' && (!targets || targets.healthy >= desired)
  return [
    mark(well),
    name,
    `${running}/${desired} tasks`,
    targets ? `${targets.healthy}/${targets.total} targets healthy` : 'no requests',
    rollout.toLowerCase().replaceAll('_', ' '),
    out.dim(url),
  ]
}

function databaseRow({ name, engine, version, host, members, instances }: DatabaseStatus): string[] {
  if (engine === 'documentdb') return ['', name, `${members} instances`, `DocumentDB ${version}`, 'kept by AWS', out.dim(host)]
  const working = instances.filter(instance => instance.healthy && instance.lifecycle === 'InService').length
  return [
    mark(working >= members),
    name,
    `${working}/${members} members`,
    `MongoDB ${version}`,
    instances.map(instance => instance.state).join(', ') || 'no instance',
    out.dim(host),
  ]
}

function troubles({ name, targets, lastEvent }: ServiceStatus): string[] {
  return [
    ...(targets?.unhealthy ?? []).map(target => `  ${name}: ${target}`),
    ...(lastEvent ? [`  ${name}: ${escapeControl(lastEvent)}`] : []),
  ]
}
