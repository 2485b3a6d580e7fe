import { join } from 'node:path'
import { isFirst, type Check, type Finding } from './check.js'

/**
 * The manifest's port and health path against the Dockerfile's EXPOSE and HEALTHCHECK. Both only describe, and the application may listen elsewhere: hence
 * doubts, never refusals. What the load balancer asks for has proved itself once the service was deployed.
 */
export const dockerfile: Check = async ({ premises }, intended) => {
  const { service, root } = intended.request
  // An earlier image was built from another one.
  if (!('build' in service.image) || intended.image !== undefined) return []
  const { dockerfile: file, target, args } = service.image.build
  const { ports, healthPath } = await premises.dockerfile(join(root, file), target)
  const manifest = `mm/${service.name}/manifest.yml`
  const found: Finding[] = []
  // EXPOSE may name an argument, whose default is all that is known of it.
  const byArgument = Object.values(args).includes(String(service.port))
  if (ports.length > 0 && !ports.includes(service.port) && !byArgument) {
    found.push({
      kind: 'doubtful',
      what: `${file} exposes ${ports.join(', ')}, and image.port in ${manifest} is ${service.port}`,
    })
  }
  const asked = service.http?.healthcheck.path
  if (isFirst(intended) && asked !== undefined && healthPath !== undefined && healthPath !== asked) {
    found.push({
      kind: 'doubtful',
      what: `${file} checks its health by ${healthPath}, and http.healthcheck.path in ${manifest} is ${asked}`,
    })
  }
  return found
}
