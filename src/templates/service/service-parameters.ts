import type { Service } from '../../manifest/service.js'
import type { ServiceContext } from './service-context.js'
import { serviceInputs } from './service-inputs.js'

interface Values {
  app: string
  env: string
  /** `repository@sha256:…`, or a foreign image as it was written. */
  image: string
  /** Absent for a foreign image. */
  repositoryArn?: string
  /** Outputs of the environment's stack. */
  environment: Record<string, string>
  /** Outputs of the database's stack; absent for a service without one. */
  database?: Record<string, string>
}

/** The values of the service stack's parameters: just those that its template has. */
export function serviceParameters(
  service: Service,
  context: ServiceContext,
  { app, env, image, repositoryArn, environment, database }: Values,
): Record<string, string> {
  const outputs = { environment, database: database ?? {} }
  return {
    App: app,
    Env: env,
    Image: image,
    ...('build' in service.image ? { RepositoryArn: repositoryArn ?? '' } : {}),
    ...Object.fromEntries(
      serviceInputs(service, context).map(({ parameter, from, output, otherwise = output }) => [
        parameter,
        outputs[from][output] ?? outputs[from][otherwise] ?? '',
      ]),
    ),
  }
}

/** Outputs that the service's stack needs and the environment's doesn't have. */
export function missingOutputs(service: Service, context: ServiceContext, environment: Record<string, string>): string[] {
  return serviceInputs(service, context)
    .filter(({ from, output }) => from === 'environment' && !environment[output])
    .map(({ output }) => output)
}
