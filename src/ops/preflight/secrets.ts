import { authorityOf } from '../../templates/service/authority.js'
import type { Check, Finding, Intended } from './check.js'

/** What ECS hands to the tasks: the connection string, and the certificate of the database's authority. By their names: no value is read. */
export const secrets: Check = async ({ premises }, { request, database, before }) => {
  const { service, environment } = request
  if (!service.database || Object.hasOwn(service.variables, service.database.as)) return []
  const { uri, ca } = namesOf({ request, database, before })
  const [secret, parameter] = await Promise.all([
    uri === undefined ? 'there' : premises.secret(uri),
    ca === undefined || premises.parameter(ca),
  ])
  const { name, as } = service.database
  const again = `mm db deploy --name ${name} --env ${environment.name}`
  const found: Finding[] = []
  if (secret !== 'there') {
    found.push({
      kind: 'wrong',
      what: `${uri} ${secret === 'deleted' ? 'was deleted' : "isn't there"}`,
      why: `${service.name} gets ${as} from it, the connection string of ${name}`,
      fix:
        secret === 'deleted'
          ? [`aws secretsmanager restore-secret --secret-id ${uri}`]
          : [`${again}, after the secret was made again under its name: the stack believes that it has it`],
    })
  }
  if (!parameter) {
    found.push({
      kind: 'wrong',
      what: `${ca} isn't there`,
      why: `the tasks of ${service.name} get the certificate of ${name}'s authority from it`,
      fix: [`${again}, which publishes it`],
    })
  }
  return found
}

/** As the database puts them out; a rollback keeps those that the service's stack has. */
function namesOf({ request, database, before }: Pick<Intended, 'request' | 'database' | 'before'>) {
  if (!database) return { uri: before?.parameters['DatabaseUriSecret'], ca: before?.parameters['DatabaseCa'] }
  const { UriSecretArn: uri, CaParameterArn: ca } = database.outputs
  return { uri, ca: authorityOf(request.service, { ...request, backends: [] }) === undefined ? undefined : ca }
}
