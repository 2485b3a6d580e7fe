import { getAtt, ref, resource, sub, type Resource, type retain, type retainOnceMade } from './cfn.js'

interface PrivateBucket {
  /** Logical id; the policy's is the same with `Policy` after it. */
  id: string
  /** What becomes of old objects. */
  lifecycle: object[]
  /** Who may do what, besides that nobody may without TLS. */
  statements?: object[]
  /** Metadata of the bucket. */
  accepted: object
  /** `retain` where AWS may write before the bucket's stack is made: a bucket that isn't empty can't be deleted, and the rollback would fail. */
  policies: typeof retain | typeof retainOnceMade
}

/** A bucket that is encrypted with a key of S3, versioned, closed to the public, and open to TLS only. It outlives its stack. */
export function privateBucket({ id, lifecycle, statements = [], accepted, policies }: PrivateBucket): Record<string, Resource> {
  return {
    [id]: resource(
      'AWS::S3::Bucket',
      {
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: lifecycle as { Status: string }[] },
      },
      { ...policies, ...accepted },
    ),
    [`${id}Policy`]: resource('AWS::S3::BucketPolicy', {
      Bucket: ref(id),
      PolicyDocument: { Version: '2012-10-17', Statement: [tlsOnly(id), ...statements] },
    }),
  }
}

const tlsOnly = (id: string) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [getAtt(id, 'Arn'), sub(`\${${id}.Arn}/*`)],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
})
