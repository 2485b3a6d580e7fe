import type { Database } from '../manifest/database.js'
import type { Environment } from '../manifest/environment.js'
import type { Service } from '../manifest/service.js'
import { hasCdn } from '../templates/cdn/cdn-template.js'
import { databaseTemplate } from '../templates/database/database-template.js'
import { environmentTemplate } from '../templates/environment/environment-template.js'
import { render } from '../templates/render.js'
import { serviceTemplate } from '../templates/service/service-template.js'
import { environmentStackName, workloadStackName } from './names.js'

export interface PackagedStack {
  stack: string
  /** The template's text, byte for byte as it's deployed. */
  template: string
}

export const packageEnvironment = ({
  app,
  environment,
  databases,
}: {
  app: string
  environment: Environment
  databases: string[]
}): PackagedStack => ({
  stack: environmentStackName(app, environment.name),
  template: render(environmentTemplate(environment, { databases, throughCdn: hasCdn(environment) })),
})

export const packageDatabase = ({ app, env, database }: { app: string; env: string; database: Database }): PackagedStack => ({
  stack: workloadStackName(app, env, database.name),
  template: render(databaseTemplate(database)),
})

export const packageService = ({
  app,
  service,
  ...context
}: {
  app: string
  service: Service
  environment: Environment
  backends: string[]
}): PackagedStack => ({
  stack: workloadStackName(app, context.environment.name, service.name),
  template: render(serviceTemplate(service, context)),
})
