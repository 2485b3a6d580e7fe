import { isAuthorityContainer } from '../../../templates/service/authority.js'
import { cause, deployCommand, lastWords, manifestOf, type Evidence, type Recognise } from '../evidence.js'

/** The container that brings the certificate of the database's authority, before the service's own starts. */
export const authorityCauses: Recognise[] = [noCertificate]

function noCertificate(evidence: Evidence) {
  const { crashes, service } = evidence
  for (const { task, log } of crashes) {
    const failed = task.containers.find(
      ({ name, exitCode, reason }) =>
        isAuthorityContainer(name) && (exitCode === undefined ? reason?.includes('/bin/sh') : exitCode !== 0),
    )
    if (!failed) continue
    const why = lastWords(log, task.id, failed.reason ?? task.reason ?? `exit code ${failed.exitCode}`)
    return failed.exitCode === undefined
      ? cause(
          'NoShell',
          `the image of ${service.name} has no /bin/sh, which writes the certificate of the database's authority`,
          {
            why,
            fix: [
              'a base image with a shell (node:20-alpine, node:20-slim)',
              "or a database that is reached without: tls in the database's manifest",
              deployCommand(evidence),
            ],
          },
        )
      : cause('CertificateNotWritten', `the certificate of the database's authority couldn't be written for ${service.name}`, {
          why,
          fix: [`see what the image's /bin/sh lacks, or storage in ${manifestOf(evidence)}`, deployCommand(evidence)],
        })
  }
  return undefined
}
