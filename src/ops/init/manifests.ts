import { databaseText, environmentText } from './manifest-texts.js'
import type { InitPlan } from './plan.js'
import { serviceText } from './service-text.js'

export interface ManifestFile {
  /** Relative to the repository's root. */
  path: string
  text: string
}

/** Every manifest of the plan, commented so that its reader learns what each key means and why it has its value. */
export function manifests(plan: InitPlan): ManifestFile[] {
  const { app, region, environment, services, database } = plan
  return [
    { path: 'mm/app.yml', text: appText(app.value, region.value) },
    { path: `mm/environments/${environment}/manifest.yml`, text: environmentText(environment) },
    ...services.map(service => ({
      path: service.manifest ?? `mm/${service.name}/manifest.yml`,
      text: serviceText(service, plan),
    })),
    ...(database ? [{ path: `mm/${database.value}/manifest.yml`, text: databaseText(database, environment) }] : []),
  ]
}

const appText = (app: string, region: string) => `# The application: what is the same in every environment.
name: ${app}
region: ${region}

# Tags on everything that mm makes, besides its own mm:app, mm:env and mm:service.
# tags:
#   team: shop
`
