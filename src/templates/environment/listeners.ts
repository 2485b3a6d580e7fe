import type { Environment } from '../../manifest/environment.js'
import { accepting, ref, resource, type Resource } from '../cfn.js'
import { certificateArns, type Side } from './certificates.js'

/**
 * Each load balancer's listeners: HTTP, and with a domain HTTPS. Rules for services are the services' own.
 * When a domain is added, services keep the HTTP rules that they have until they're deployed again, so nothing is cut off in between.
 */
export function listeners(environment: Environment): Record<string, Resource> {
  const { domain } = environment
  return {
    PublicListener: http(
      'Public',
      domain ? toHttps : notFound,
      domain ? {} : accepted('without a domain there is no certificate'),
    ),
    InternalListener: http(
      'Internal',
      notFound,
      accepted(
        domain ? 'services that were deployed before the domain still call it' : 'without a domain there is no certificate',
      ),
    ),
    ...(domain ? { ...https(environment, 'Public'), ...https(environment, 'Internal') } : {}),
  }
}

const notFound = {
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'No service answers at this address.' },
}

const toHttps = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }

/** That it speaks HTTP and doesn't redirect. */
const accepted = (why: string) => ({ 'CT.ELASTICLOADBALANCING.PR.1': why, CKV_AWS_2: why, CKV_AWS_103: why })

const http = (side: Side, action: typeof notFound | typeof toHttps, reasons: Record<string, string>): Resource =>
  resource(
    'AWS::ElasticLoadBalancingV2::Listener',
    {
      LoadBalancerArn: ref(`${side}Balancer`),
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [action],
    },
    accepting(reasons),
  )

function https(environment: Environment, side: Side): Record<string, Resource> {
  const [first, ...more] = certificateArns(environment, side)
  const { sslPolicy } = environment.http[side === 'Public' ? 'public' : 'private']
  return {
    [`${side}SecureListener`]: resource('AWS::ElasticLoadBalancingV2::Listener', {
      LoadBalancerArn: ref(`${side}Balancer`),
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: sslPolicy,
      Certificates: [{ CertificateArn: first }],
      DefaultActions: [notFound],
    }),
    // The listener itself takes one; the others are chosen by the name that the client asks for.
    ...(more.length > 0
      ? {
          [`${side}MoreCertificates`]: resource('AWS::ElasticLoadBalancingV2::ListenerCertificate', {
            ListenerArn: ref(`${side}SecureListener`),
            Certificates: more.map(CertificateArn => ({ CertificateArn })),
          }),
        }
      : {}),
  }
}
