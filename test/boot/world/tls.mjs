// TLS as mongod and its clients do it, with real certificates.
// * `disabled` takes plain connections only, `requireTLS` none but TLS, the two between both; members speak TLS to one another from `preferTLS` on.
//   https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-net.tls.mode
// * A client takes a certificate that its authority has signed, that is valid, for servers, and names the host that it called.
//   https://www.mongodb.com/docs/manual/tutorial/configure-ssl-clients/
// * A server takes a client without a certificate if it's allowed to, and else only one that its authority has signed, for clients.
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'

const purposes = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' }

/**
 * What a mongod's configuration says of TLS: undefined when it's off. Throws what keeps mongod from starting.
 * @param {string} conf
 */
export function tlsOf(conf) {
  const [, text] = /tls: \{([^}]+)\}/.exec(conf) ?? []
  if (text === undefined) return undefined
  const value = name => new RegExp(`${name}: "?([^,"}]+(?:,TLS[^",}]*)*)`).exec(text)?.[1]
  const mode = value('mode')
  if (!['allowTLS', 'preferTLS', 'requireTLS'].includes(mode)) throw new Error(`Unsupported value for tlsMode: ${mode}`)
  const [file, caFile] = [value('certificateKeyFile'), value('CAFile')]
  for (const each of [file, caFile]) if (!existsSync(each)) throw new Error(`cannot read ${each}`)
  const { mode: bits, uid } = statSync(file)
  if (uid !== 991) throw new Error(`cannot read certificate file: ${file}: permission denied`)
  const pem = readFileSync(file, 'utf8')
  if (!new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem))) throw new Error('key values mismatch')
  return {
    mode,
    certificate: pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')),
    authority: readFileSync(caFile, 'utf8'),
    anonymous: value('allowConnectionsWithoutCertificates') === 'true',
    old: value('disabledProtocols') !== 'TLS1_0,TLS1_1',
    bits: (bits & 0o777).toString(8),
  }
}

function signed(pem, authority, purpose) {
  const [certificate, ca] = [new X509Certificate(pem), new X509Certificate(authority)]
  const valid = new Date(certificate.validFrom) <= new Date() && new Date() < new Date(certificate.validTo)
  return (
    ca.ca &&
    !certificate.ca &&
    valid &&
    certificate.checkIssued(ca) &&
    certificate.verify(ca.publicKey) &&
    certificate.keyUsage.includes(purpose)
  )
}

/**
 * Why a connection isn't made: undefined when it is.
 * @param client `tls`: whether it speaks TLS; `authority`: what it trusts; `certificate`: its own, if any
 * @param server of a mongod; undefined: TLS is off
 */
export function refusedBy(server, { tls, authority, certificate, host }) {
  if (!tls) return server?.mode === 'requireTLS' ? 'The server is configured to only allow SSL connections' : undefined
  if (!server) return 'SSLHandshakeFailed: the server does not support TLS'
  if (!authority || !signed(server.certificate, authority, purposes.server)) return 'unable to verify the first certificate'
  const theirs = new X509Certificate(server.certificate)
  if (!(/^[\d.]+$/.test(host) ? theirs.checkIP(host) : theirs.checkHost(host)))
    return `Hostname/IP does not match certificate's altnames: ${host}`
  if (certificate ? !signed(certificate, server.authority, purposes.client) : !server.anonymous)
    return 'SSL peer certificate validation failed'
  return undefined
}

/** Whether a member gets through to another. */
export const reaches = (from, to) =>
  refusedBy(to.tls, {
    tls: from.tls !== undefined && from.tls.mode !== 'allowTLS',
    authority: from.tls?.authority,
    certificate: from.tls?.certificate,
    host: to.host,
  }) === undefined

/** What a client's options say, by their names in a connection string. */
export const clientOf = (tls, file) => ({ tls, authority: file && existsSync(file) ? readFileSync(file, 'utf8') : undefined })
