import { usageError } from '../../errors.js'
import type { ServiceType } from '../../manifest/service.js'
import type { Answers } from './answers.js'
import type { Candidate } from './facts.js'

/** A service's manifest that is there already. */
export interface ExistingService {
  /** `mm/web/manifest.yml` */
  file: string
  name: string
  type: ServiceType
  /** Undefined: its image comes from another registry. */
  dockerfile?: string
  port: number
  /** Undefined: it takes no requests. */
  http?: { path: string; health: string }
  /** The variable of its connection string. */
  database?: string
}

/** The manifests that are there already: they count more than any guess, and are never touched. */
export interface Existing {
  app?: { name: string; region: string }
  services: ExistingService[]
  databases: string[]
  environments: string[]
}

/** The manifest of what a Dockerfile builds, when it's there: under its name, or under another that the person gave it. */
export function manifestOf({ name, dockerfiles }: Candidate, { services }: Existing): ExistingService | undefined {
  return services.find(
    service =>
      service.name === name || (service.dockerfile !== undefined && dockerfiles.some(({ file }) => file === service.dockerfile)),
  )
}

/** Throws AppExists (exit 2) when another name or region is asked for than mm/app.yml has. */
export function checkSameApp({ app }: Existing, answers: Answers): void {
  if (!app) return
  const other = (['name', 'region'] as const).find(key => {
    const asked = key === 'name' ? answers.app : answers.region
    return asked !== undefined && asked !== app[key]
  })
  if (!other) return
  throw usageError('AppExists', `this repository has the ${other} ${app[other]} already`, {
    at: [{ file: 'mm/app.yml' }],
    why: `mm init doesn't change files that are there, and ${other === 'name' ? answers.app : answers.region} was asked for`,
    state: 'nothing was written',
    fix: ['mm init --yes', `or, before the first deployment, change ${other} in mm/app.yml`],
  })
}

/** Flags about services whose manifest is there: they change nothing, and that is told. */
export function unusedFlags({ services, databases }: Existing, answers: Answers): string[] {
  const [database] = databases
  const unusedDatabase =
    database !== undefined && answers.database !== undefined && !databases.includes(answers.database)
      ? [`--database ${answers.database} changes nothing: mm/${database}/manifest.yml is there already`]
      : []
  return [
    ...unusedDatabase,
    ...services.flatMap(({ name, file }) => {
      const flags = [
        answers.frontends.includes(name) && `--frontend ${name}`,
        answers.backends.includes(name) && `--backend ${name}`,
        ...(['dockerfiles', 'ports', 'healths'] as const).map(
          key => answers[key][name] !== undefined && `--${key.slice(0, -1)} ${name}=${answers[key][name]}`,
        ),
      ].filter(flag => flag !== false)
      return flags.length === 0 ? [] : [`${flags.join(', ')} changes nothing: ${file} is there already, and yours to edit`]
    }),
  ]
}
