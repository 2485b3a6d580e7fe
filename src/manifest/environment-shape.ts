import { z } from 'zod'
import { environmentName, policyArn, regionName, retention, wholeNumber } from './shapes.js'
import { isPrivateRange, isRange } from './subnet-ranges.js'

/** A VPC takes /16 to /28; mm cuts it into sixteen subnets, each of which must have room for balancers and tasks. */
const vpcRange = z.string().refine(value => isRange(value, 16, 20) && isPrivateRange(value), {
  message: 'it must be a private IPv4 range from /16 to /20 whose address is its first, such as 10.0.0.0/16',
})

/** A load balancer wants /27 at least, and tasks an address each. */
const subnetRange = z.string().refine(value => isRange(value, 16, 27) && isPrivateRange(value), {
  message: 'it must be a private IPv4 range from /16 to /27 whose address is its first, such as 10.0.0.0/24',
})

const anyRange = z.string().refine(value => isRange(value, 0, 32), {
  message: 'it must be an IPv4 range whose address is its first, such as 203.0.113.0/24',
})

const subnet = z.strictObject({
  id: z
    .string()
    .regex(/^subnet-[0-9a-f]{8,17}$/, { message: 'it must be the id of a subnet, such as subnet-0a1b2c3d4e5f60718' })
    .optional(),
  cidr: subnetRange.optional(),
  az: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z]+)+-\d[a-z]$/, { message: 'it must be an availability zone, such as eu-central-1a' })
    .optional(),
})
const subnets = z.array(subnet)

const certificate = z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, {
  message: 'it must be the ARN of a certificate of AWS Certificate Manager',
})
const certificates = z.array(certificate)

const domainName = z.string().regex(/^(?=.{3,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
  message: 'it must be a domain name in lower case, such as shop.example.com',
})

const logs = z.union([z.boolean(), z.strictObject({ retention })])

/** Elastic Load Balancing's policies that take TLS 1.2 and later only. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const sslPolicy = z.string().regex(/^ELBSecurityPolicy-TLS(13-1-[23]|-1-2)-[A-Za-z0-9-]+$/, {
  message: 'it must be a security policy with TLS 1.2 or later, such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
})

const instanceType = z.string().refine(value => /^[a-z]+\d[a-z-]*\.[a-z0-9-]+$/.test(value), {
  message: 'it must be an EC2 instance type, such as m7i.large',
})

export const environmentShape = z.strictObject({
  name: environmentName,
  type: z.literal('Environment'),
  production: z.boolean().optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, { message: 'it must be the 12 digits of an AWS account, in quotes' })
    .optional(),
  region: regionName.optional(),
  profile: z.string().regex(/^\S+$/, { message: 'it must be a profile of the AWS configuration' }).optional(),
  domain: z
    .union([
      domainName.transform(name => ({ name })),
      z.strictObject({
        name: domainName,
        hosted_zone: z
          .string()
          .regex(/^Z[A-Z0-9]{1,31}$/, { message: 'it must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ' })
          .optional(),
      }),
    ])
    .optional(),
  capacity: z
    .union([
      z.enum(['fargate', 'ec2']).transform(type => ({ type })),
      z.strictObject({
        type: z.enum(['fargate', 'ec2']),
        instance: instanceType.optional(),
        min: wholeNumber(1, 1000).optional(),
        max: wholeNumber(1, 1000).optional(),
      }),
    ])
    .optional(),
  network: z
    .strictObject({
      vpc: z
        .strictObject({
          id: z
            .string()
            .regex(/^vpc-[0-9a-f]{8,17}$/, { message: 'it must be the id of a VPC, such as vpc-0a1b2c3d4e5f60718' })
            .optional(),
          cidr: vpcRange.optional(),
          subnets: z
            .strictObject({ public: subnets.optional(), private: subnets.optional(), database: subnets.optional() })
            .optional(),
          flow_logs: logs.optional(),
        })
        .optional(),
      zones: z
        .number()
        .refine((value): value is 2 | 3 => value === 2 || value === 3, {
          message: 'it must be 2 or 3: load balancers need two zones, and what runs in one alone is lost with it',
        })
        .optional(),
      nat: z.enum(['none', 'instance', 'single', 'per-az']).optional(),
      frontend: z.enum(['public', 'private']).optional(),
      endpoints: z.boolean().optional(),
    })
    .optional(),
  http: z
    .strictObject({
      public: z
        .strictObject({
          certificates: certificates.optional(),
          ssl_policy: sslPolicy.optional(),
          redirect: z.boolean().optional(),
          ingress: z.strictObject({ source_ips: z.array(anyRange).min(1).optional() }).optional(),
          access_logs: logs.optional(),
        })
        .optional(),
      private: z.strictObject({ certificates: certificates.optional(), ssl_policy: sslPolicy.optional() }).optional(),
    })
    .optional(),
  cdn: z.union([z.boolean(), z.strictObject({ certificate: certificate.optional() })]).optional(),
  waf: z.boolean().optional(),
  observability: z.strictObject({ container_insights: z.boolean().optional() }).optional(),
  alarms: z
    .strictObject({
      notify: z
        .array(
          z.string().refine(value => /^https:\/\/\S+$/.test(value) || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), {
            message: 'it must be an e-mail address or an https URL',
          }),
        )
        .optional(),
    })
    .optional(),
  budget: wholeNumber(1, 10_000_000, ' (US dollars a month)').optional(),
  permissions_boundary: policyArn.optional(),
})

/** What an environment's manifest says. */
export type WrittenEnvironment = z.output<typeof environmentShape>
export type WrittenSubnets = NonNullable<NonNullable<NonNullable<WrittenEnvironment['network']>['vpc']>['subnets']>
