import type { Environment } from '../../manifest/environment.js'
import { accepting, getAtt, ref, resource, sub, type Resource } from '../cfn.js'

/** The load balancer's name for the distribution alone. */
export const originName = (domain: string) => `origin.${domain}`

/** By this header, with the stacks' token, the load balancer's rules know this distribution from everybody else's. */
export const originHeader = 'X-Origin-Verify'

/**
 * AWS's own policies, which are the same in every account: cache what the application's Cache-Control says, and pass on everything else as it
 * came. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html (UseOriginCacheControlHeaders-QueryStrings)
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html (AllViewer)
 */
const cachePolicy = '4cc15a8a-d715-48a4-82b8-cc0b614638fe'
const originRequestPolicy = '216adef6-5c7f-47e4-b989-5492eafa07d3'

export function distribution(domain: string, { cdn, waf }: Pick<Environment, 'cdn' | 'waf'>): Resource {
  return resource(
    'AWS::CloudFront::Distribution',
    {
      DistributionConfig: {
        Enabled: true,
        Comment: sub('${App} ${Env}'),
        Aliases: [domain],
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        ViewerCertificate: {
          AcmCertificateArn: cdn?.certificate ?? ref('Certificate'),
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
        Origins: [
          {
            Id: 'load-balancer',
            DomainName: originName(domain),
            OriginCustomHeaders: [{ HeaderName: originHeader, HeaderValue: ref('OriginToken') }],
            CustomOriginConfig: {
              OriginProtocolPolicy: 'https-only',
              OriginSSLProtocols: ['TLSv1.2'],
              // As long as the load balancer itself waits for an answer.
              OriginReadTimeout: 60,
            },
          },
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'load-balancer',
          ViewerProtocolPolicy: 'redirect-to-https',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
          CachePolicyId: cachePolicy,
          OriginRequestPolicyId: originRequestPolicy,
          Compress: true,
        },
        ...(waf ? { WebACLId: getAtt('WebAcl', 'Arn') } : {}),
      },
    },
    accepting(accepted),
  )
}

const byDelivery = 'http.public.access_logs has them delivered by CloudWatch Logs; the rule knows the older way only'
const accepted = {
  'CT.CLOUDFRONT.PR.1': 'an application answers here, not the files of a bucket',
  'CT.CLOUDFRONT.PR.4': 'behind it is one load balancer, over several zones',
  'CT.CLOUDFRONT.PR.5': byDelivery,
  CKV_AWS_86: byDelivery,
}
