import { describe, expect, test } from '@jest/globals'
import { goldenNames, goldenStack, goldenText } from './support.js'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
describe.each(goldenNames)('%s keeps to the limits of CloudFormation', name => {
  const stack = goldenStack(name)

  // Only a database has the bucket for a template that can't be sent itself.
  const most = name.startsWith('database/') ? 1_000_000 : 51_200

  test(`a template body of ${most} bytes`, () => {
    expect(Buffer.byteLength(goldenText(name))).toBeLessThan(most)
  })
  test('logical ids are alphanumeric', () => {
    const ids = [...Object.keys(stack.Resources), ...Object.keys(stack.Parameters), ...Object.keys(stack.Outputs)]
    expect(ids.filter(id => !/^[A-Za-z0-9]{1,255}$/.test(id))).toEqual([])
  })
  test('no id is both a parameter and a resource', () => {
    expect(Object.keys(stack.Parameters).filter(id => id in stack.Resources)).toEqual([])
  })
})

/** A resource with a name of its own can't be replaced, and can't be made again while an old one is kept. */
const mayHaveNames: Record<string, string> = {
  // People and pipelines push to it by name.
  'AWS::ECR::Repository': 'RepositoryName',
  // Required; they carry the names of application and environment.
  'AWS::Logs::DeliveryDestination': 'Name',
  'AWS::Logs::DeliverySource': 'Name',
  // Required; it carries the stack's id.
  'AWS::Backup::BackupVault': 'BackupVaultName',
  // Not a resource's name, but the engine version that its parameters are for.
  'AWS::DocDB::DBClusterParameterGroup': 'Family',
  // Not a resource's name: each deployment makes a revision of the family.
  'AWS::ECS::TaskDefinition': 'Family',
  // A service and an alarm on its own metrics name each other: one of them must have a name before it's there.
  'AWS::CloudWatch::Alarm': 'AlarmName',
}

test.each(goldenNames)('%s names no resource but where people need the name', name => {
  const named = Object.entries(goldenStack(name).Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const short = Type.split('::')[2] ?? ''
    const names = ['Name', `${short}Name`, 'RoleName', 'BucketName', 'TopicName', 'GroupName', 'AlarmName', 'Family']
    return names
      .filter(key => key in Properties && mayHaveNames[Type] !== key && !/^AWS::Route53::/.test(Type))
      .map(key => `${id}.${key}`)
  })
  expect(named).toEqual([])
})

/** Types that hold what can't be made again. */
const holdData = [
  'AWS::Backup::BackupVault',
  'AWS::EC2::Volume',
  'AWS::SecretsManager::Secret',
  'AWS::S3::Bucket',
  'AWS::ECR::Repository',
  'AWS::Logs::LogGroup',
]

test.each(goldenNames)('%s keeps what holds data, also when it is replaced', name => {
  const lost = Object.entries(goldenStack(name).Resources)
    .filter(([, { Type }]) => holdData.includes(Type))
    .filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) => !DeletionPolicy?.startsWith('Retain') || UpdateReplacePolicy !== 'Retain',
    )
  expect(lost).toEqual([])
})

test("a cluster of DocumentDB that goes leaves a snapshot, and can't go by mistake", () => {
  expect(goldenStack('database/documentdb').Resources['Cluster']).toMatchObject({
    DeletionPolicy: 'Snapshot',
    UpdateReplacePolicy: 'Snapshot',
    Properties: { DeletionProtection: true, StorageEncrypted: true },
  })
})
