import { posix } from 'node:path'
import type { InitPlan, PlannedService } from './plan.js'

/** What a guess rests on, as a comment on the line below the one that it belongs to; nothing for no evidence. */
export const evidence = (because: string, indent = ''): string => {
  // A control character, or a line's end of another system, would end the comment.
  const text = because.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return text === '' ? '' : `\n${indent}# ${/^\S+:\d+ /.test(text) ? 'From' : 'Why:'} ${text}`
}

/** A file's or a URL's path as YAML: in quotes when it isn't plain text to every parser. */
const scalar = (text: string) => (text === '.' || /^[A-Za-z/][\w./-]*$/.test(text) ? text : JSON.stringify(text))

export function serviceText(service: PlannedService, plan: InitPlan): string {
  const isPublic = service.type.value === 'Load Balanced Web Service'
  const { dockerfile = '', context } = service
  return `# The service ${service.name}. mm svc deploy ${service.name} --env ${plan.environment}
name: ${service.name}
# ${isPublic ? 'Load Balanced Web Service: people reach it through the public load balancer.' : 'Backend Service: only public services reach it, through the internal load balancer.'}${evidence(service.type.because)}
type: ${service.type.value}

image:
  build:
    dockerfile: ${scalar(dockerfile)}
    # What COPY takes its files from.${evidence(context?.because ?? '', '    ')}
    context: ${scalar(context?.value ?? posix.dirname(dockerfile))}
    # target: production            # a stage of the Dockerfile; default the last
    # args: {NODE_ENV: production}  # build arguments
  # The port that the application listens on.${evidence(service.port.because, '  ')}
  port: ${service.port.value}

http:
  # ${isPublic ? 'Requests whose path begins with this go to the service.' : `Public services call it at http://${service.name}.${plan.environment}.${plan.app.value}.internal`}
  path: ${service.path}
  healthcheck:
    # Must answer 200.${evidence(service.health.because, '    ')}
    path: ${scalar(service.health.value)}
    interval: 10s
    timeout: 5s
    # success_codes: 200-299        # default 200
    # healthy_threshold: 2          # so many checks in a row
    # unhealthy_threshold: 3
    # grace_period: 60s             # how long after its start a task's failed checks are ignored
  # deregistration_delay: 10s       # how long a stopping task may finish its requests
${databaseKeys(service, plan)}
# Size of a task (256 is a quarter of a vCPU; MiB) and how many there are.
cpu: 256
memory: 512
count: 1
${addressKeys(service, plan)}
# Environment variables. mm adds PORT and, for public services, <SERVICE>_URL of each backend.
# variables:
#   LOG_LEVEL: info

# storage: {readonly_fs: true}      # nothing but /tmp can be written
# logging: {retention: 90}          # days; default 30
# platform: linux/arm64             # default linux/x86_64
${Object.keys(service.addresses).length > 0 ? '' : '# environments:                     # what differs in one environment\n#   prod: {count: 2}\n'}`
}

function databaseKeys(service: PlannedService, { database }: InitPlan): string {
  if (!service.database || !database) return ''
  const { value, because } = service.database
  const reference = value === 'MONGODB_URI' ? `database: ${database.value}` : `database: {name: ${database.value}, as: ${value}}`
  return `
# The connection string comes in ${value}, and only services that have this key may reach the database.${evidence(because)}
${reference}
`
}

function addressKeys({ addresses }: PlannedService, { app, environment }: InitPlan): string {
  const names = Object.entries(addresses)
  if (names.length === 0) return ''
  return `
# What differs in one environment: here the names under which the code looks for a backend's address.
environments:
  ${environment}:
    variables:
${names.map(([variable, backend]) => `      ${variable}: http://${backend}.${environment}.${app.value}.internal`).join('\n')}
  # prod: {count: 2}
`
}
