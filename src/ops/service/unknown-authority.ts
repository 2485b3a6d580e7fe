import type { Service } from '../../manifest/service.js'
import type { Stack } from '../ports/cloudformation.js'

/**
 * What a service must bring to connect to its database, if it doesn't: DocumentDB's certificates are signed by an authority that Node.js doesn't
 * know. https://docs.aws.amazon.com/documentdb/latest/developerguide/connect_programmatically.html
 */
export function unknownAuthority({ name, variables }: Service, database: Stack | undefined): string | undefined {
  if (database?.outputs['CaBundle'] === undefined || variables['NODE_EXTRA_CA_CERTS'] !== undefined) return undefined
  return `${name} can't connect to DocumentDB without Amazon's certificates: put global-bundle.pem of https://truststore.pki.rds.amazonaws.com/ into its image, and NODE_EXTRA_CA_CERTS with its path into variables`
}
