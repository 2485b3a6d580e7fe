import type { App } from '../../manifest/app.js'
import {
  accepting,
  getAtt,
  logicalName,
  ref,
  resource,
  retain,
  retainOnceMade,
  sub,
  type Resource,
  type Template,
  type Value,
} from '../cfn.js'
import { privateBucket } from '../private-bucket.js'
import { deploymentRoles } from './deployment-roles.js'

interface Shared {
  services: string[]
  /** Those for which there are deployment roles. */
  environments: string[]
}

/** Days after which an image is deleted that can't be a release. */
export const expiryDays = 14

/** `<app>-shared`: what all environments of an application in one account and region have in common. */
export function sharedTemplate(
  { services, environments }: Shared,
  { blockPublicSnapshots, deploymentRoles: wanted }: Pick<App, 'blockPublicSnapshots' | 'deploymentRoles'>,
): Template {
  const roles = wanted && deploymentRoles({ ...wanted, environments })
  const repositories = services.map((service): [string, Resource] => [`${logicalName(service)}Repository`, repository(service)])
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'mm: image repositories and artifact bucket of an application',
    Parameters: { App: { Type: 'String', Description: 'Name of the application' } },
    Resources: {
      ...Object.fromEntries(repositories),
      ...artifactBucket(),
      // One per account and region, whatever application it came with: hence only if it's asked for.
      ...(blockPublicSnapshots
        ? { SnapshotSharing: resource('AWS::EC2::SnapshotBlockPublicAccess', { State: 'block-all-sharing' }, retain) }
        : {}),
      ...roles?.Resources,
    },
    Outputs: {
      ArtifactBucket: { Value: ref('ArtifactBucket') },
      // Read back by the next update, which keeps the repositories of services that it doesn't know.
      ...(services.length > 0 ? { Services: { Value: services.join(',') } } : {}),
      ...Object.fromEntries(
        services.flatMap((service): [string, { Value: Value<string> }][] => {
          const name = `${logicalName(service)}Repository`
          return [
            [`${name}Uri`, { Value: getAtt(name, 'RepositoryUri') }],
            [`${name}Name`, { Value: ref(name) }],
            [`${name}Arn`, { Value: getAtt(name, 'Arn') }],
          ]
        }),
      ),
      ...roles?.Outputs,
    },
  }
}

/**
 * Tags are immutable. The lifecycle can't know which images run, so it expires only what can't be a release: untagged images, and those
 * of a tree that wasn't committed. A repository has a name: one that a failed creation left would be in the way of the next.
 */
function repository(service: string): Resource {
  const expire = (rulePriority: number, description: string, selection: object) => ({
    rulePriority,
    description,
    selection: { ...selection, countType: 'sinceImagePushed', countUnit: 'days', countNumber: expiryDays },
    action: { type: 'expire' },
  })
  return resource(
    'AWS::ECR::Repository',
    {
      RepositoryName: sub(`\${App}/${service}`),
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      LifecyclePolicy: {
        LifecyclePolicyText: JSON.stringify({
          rules: [
            expire(1, 'untagged images', { tagStatus: 'untagged' }),
            expire(2, 'images of uncommitted files', { tagStatus: 'tagged', tagPatternList: ['*-dirty-*'] }),
          ],
        }),
      },
    },
    {
      ...retainOnceMade,
      ...accepting({ CKV_AWS_136: 'a customer key would have to outlive every image' }),
    },
  )
}

const artifactBucket = (): Record<string, Resource> =>
  privateBucket({
    id: 'ArtifactBucket',
    policies: retainOnceMade,
    lifecycle: [
      {
        Id: 'old-versions',
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
      // Each heartbeat of a deployment is a version. Nobody holds a lock for a day without one.
      {
        Id: 'locks',
        Status: 'Enabled',
        Prefix: 'locks/',
        ExpirationInDays: 1,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ],
    accepted: accepting(acceptedOfBucket),
  })

const acceptedOfBucket = {
  'CT.S3.PR.2': "it holds the repository's templates, and locks; who reads them is no secret",
  CKV_AWS_18: "it holds the repository's templates, and locks; who reads them is no secret",
  'CT.S3.PR.4': 'nothing waits for what is put here',
  'CT.S3.PR.9': 'versions are kept; a template that can be deleted by nobody protects nobody',
  'CT.S3.PR.10': 'encrypted by a key of S3: templates hold no secrets',
}
