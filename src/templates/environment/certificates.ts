import type { Environment } from '../../manifest/environment.js'
import { accepting, ref, resource, type Resource } from '../cfn.js'
import { serviceZoneName } from './dns.js'

export type Side = 'Public' | 'Internal'

/** ARNs of a load balancer's certificates: the given ones, else that which mm has made. */
export function certificateArns({ http }: Environment, side: Side): [string | { Ref: string }, ...string[]] {
  const [first, ...more] = side === 'Public' ? http.public.certificates : http.private.certificates
  return first === undefined ? [ref(`${side}Certificate`)] : [first, ...more]
}

/**
 * Certificates for the domain, its subdomains, and the backends' names. CloudFormation writes the records that prove the domain is ours and
 * waits until AWS has seen them. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-certificatemanager-certificate.html
 */
export function certificates({ domain, http }: Environment): Record<string, Resource> {
  if (!domain) return {}
  return {
    ...(http.public.certificates.length > 0 ? {} : { PublicCertificate: certificate([domain.name, `*.${domain.name}`]) }),
    ...(http.private.certificates.length > 0 ? {} : { InternalCertificate: certificate([`*.${serviceZoneName(domain.name)}`]) }),
  }
}

function certificate([first = '', ...more]: string[]): Resource {
  return resource(
    'AWS::CertificateManager::Certificate',
    {
      DomainName: first,
      ...(more.length > 0 ? { SubjectAlternativeNames: more } : {}),
      ValidationMethod: 'DNS',
      DomainValidationOptions: [first, ...more].map(DomainName => ({ DomainName, HostedZoneId: ref('HostedZoneId') })),
    },
    accepting({ CKV2_AWS_71: 'services come and go below the domain; only the load balancers have the key' }),
  )
}
