import { expression, hcl, type Item } from './hcl.js'

/** Where CloudFront's stacks are. */
const cdnAlias = 'cdn'
const cdnRegion = 'us-east-1'

interface Place {
  account: string
  region: string
  /** CloudFront's region is needed, too. */
  cdn: boolean
}

/**
 * Terraform 1.5 is the first with `import` blocks. Of the provider the newest major version is the last that is known: a new one may read
 * stacks otherwise.
 */
export const providersFile = ({ account, region, cdn }: Place): string =>
  hcl([
    {
      type: 'terraform',
      body: [
        { set: { required_version: '>= 1.5' } },
        {
          type: 'required_providers',
          body: [{ set: { aws: { source: 'hashicorp/aws', version: '>= 5.100, < 7.0' } } }],
        },
      ],
    },
    {
      comment:
        'No default_tags: CloudFormation puts the tags of a stack on everything in it, and another tag changes everything.',
    },
    provider({ region, allowed_account_ids: [account] }),
    ...(cdn ? [provider({ alias: cdnAlias, region: cdnRegion, allowed_account_ids: [account] })] : []),
  ])

const provider = (set: Record<string, string | string[]>): Item => ({ type: 'provider', labels: ['aws'], body: [{ set }] })

/** Of what isn't in the provider's own region. */
export const providerOf = (region: string, own: string) => (region === own ? {} : { provider: expression(`aws.${cdnAlias}`) })
