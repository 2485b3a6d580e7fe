import { z } from 'zod'
import type { App, DeploymentRoles } from './app.js'
import { check } from './check.js'
import { policyArn, regionName } from './shapes.js'
import type { Source } from './source.js'
import type { Vocabulary } from './vocabulary.js'

/** The name becomes part of stack, repository and DNS names, which are the strictest, and of a capacity provider's. */
const nameRule =
  '2-20 lower case letters, digits or hyphens, starting with a letter and not ending with a hyphen, and not beginning with aws, ecs or fargate'

const shape = z.strictObject({
  name: z.string().regex(/^(?!aws|ecs|fargate)[a-z][a-z0-9-]{0,18}[a-z0-9]$/, { message: `it must be ${nameRule}` }),
  region: regionName,
  block_public_snapshots: z.boolean().optional(),
  deployment_roles: z.union([z.boolean(), z.strictObject({ permissions_boundary: policyArn })]).optional(),
  tags: z
    .record(
      z.string().refine(key => !/^(mm|aws):/.test(key), { message: 'tags that start with mm: or aws: are taken' }),
      z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]),
    )
    .optional(),
})

export const appVocabulary: Vocabulary = {
  examples: {
    name: 'shop',
    region: 'eu-central-1',
    block_public_snapshots: 'true',
    deployment_roles: 'true',
    'deployment_roles.permissions_boundary': 'arn:aws:iam::123456789012:policy/developers',
    tags: '{team: shop}',
  },
  later: new Set(['domain', 'budget']),
}

/** Throws BadYaml or BadManifest (exit 2). */
export function readApp(source: Source): App {
  const {
    tags = {},
    block_public_snapshots: blockPublicSnapshots = false,
    deployment_roles: roles = false,
    ...app
  } = check(source, { shape, vocabulary: appVocabulary })
  return { ...app, blockPublicSnapshots, ...(roles === false ? {} : { deploymentRoles: deploymentRoles(roles) }), tags }
}

const deploymentRoles = (written: true | { permissions_boundary: string }): DeploymentRoles =>
  written === true ? {} : { permissionsBoundary: written.permissions_boundary }
