import { isAuthorityContainer } from '../../../templates/service/authority.js'
import { cause, deployCommand, lastWords, reasonsOf, type Cause, type Crash, type Evidence, type Recognise } from '../evidence.js'

/** The container that brings the certificate of the database's authority, before the service's own starts. */
export const authorityCauses: Recognise[] = [noCertificate]

function noCertificate(evidence: Evidence): Cause | undefined {
  for (const crash of evidence.crashes) {
    const container = crash.task.containers.find(({ name }) => isAuthorityContainer(name))
    if (container?.exitCode === undefined) {
      if (container && /"\/bin\/sh"/.test(reasonsOf(crash))) return noShell(evidence, crash)
    } else if (container.exitCode !== 0) return notWritten(evidence, crash, container.exitCode)
  }
  return undefined
}

const noShell = (evidence: Evidence, crash: Crash): Cause =>
  cause(
    'NoShell',
    `the image of ${evidence.service.name} has no /bin/sh, which writes the certificate of the database's authority`,
    {
      why: reasonsOf(crash),
      fix: [
        'a base image with a shell (node:20-alpine, node:20-slim)',
        'or a database that is reached without: tls in its manifest',
        deployCommand(evidence),
      ],
    },
  )

const notWritten = (evidence: Evidence, { task, log }: Crash, exitCode: number): Cause =>
  cause('CertificateNotWritten', `the certificate of the database's authority couldn't be written for ${evidence.service.name}`, {
    why: lastWords(log, task.id, `exit code ${exitCode}`),
    fix: ["see what the image's /bin/sh lacks", deployCommand(evidence)],
  })
