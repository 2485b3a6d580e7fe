import { afterEach, describe, expect, test } from '@jest/globals'
import { account } from '../../../src/aws/account.js'
import { groups } from '../../../src/aws/groups.js'
import { volumes } from '../../../src/aws/volumes.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { cut, failure, result } from '../../fakes/aws-server.js'

// One file for all that needs client-ec2: it costs a test file seconds to load.
afterEach(closeFakeAws)

const snapshot = {
  snapshotId: 'snap-1',
  volumeId: 'vol-1',
  status: 'pending',
  progress: '',
  volumeSize: 20,
  startTime: '2026-11-24T12:00:00.000Z',
}

describe('volumes', () => {
  test('find', async () => {
    const volume = {
      volumeId: 'vol-1',
      size: 20,
      status: 'in-use',
      encrypted: true,
      availabilityZone: 'eu-central-1a',
      tagSet: [{ key: 'mm:member', value: '0' }],
    }
    const aws = await fakeAws({ DescribeVolumes: [result({ volumeSet: [volume] })] })
    expect(await volumes(aws.context).find('vol-1')).toEqual({
      id: 'vol-1',
      size: 20,
      zone: 'eu-central-1a',
      state: 'in-use',
      encrypted: true,
      tags: { 'mm:member': '0' },
    })
  })

  test.each(['InvalidVolume.NotFound', 'InvalidVolumeID.Malformed'])('%s: there is none', async code => {
    const aws = await fakeAws({ DescribeVolumes: [failure(code, 'no')] })
    expect(await volumes(aws.context).find('vol-9')).toBeUndefined()
  })

  test('findSnapshot', async () => {
    const found = {
      ...snapshot,
      status: 'error',
      statusMessage: 'KMS',
      progress: '37%',
      tagSet: [{ key: 'mm:app', value: 'shop' }],
    }
    const aws = await fakeAws({ DescribeSnapshots: [result({ snapshotSet: [found] })] })
    expect(await volumes(aws.context).findSnapshot('snap-1')).toEqual({
      id: 'snap-1',
      volumeId: 'vol-1',
      state: 'error',
      stateMessage: 'KMS',
      progress: 37,
      size: 20,
      startedAt: Date.parse('2026-11-24T12:00:00Z'),
      tags: { 'mm:app': 'shop' },
    })
  })

  test('a snapshot that is gone', async () => {
    const aws = await fakeAws({ DescribeSnapshots: [failure('InvalidSnapshot.NotFound', 'no')] })
    expect(await volumes(aws.context).findSnapshot('snap-9')).toBeUndefined()
  })
})

describe('ordering a snapshot', () => {
  const order = { volumeId: 'vol-1', description: 'shop dev db', tags: { 'mm:app': 'shop' } }
  const requests = (calls: { action: string; input: Record<string, unknown> }[]) =>
    calls.filter(call => call.action === 'CreateSnapshot').map(call => call.input['TagSpecification.1.Tag.2.Value'])

  test('carries its tags and one of its own', async () => {
    const aws = await fakeAws({ CreateSnapshot: [result(snapshot)] })
    expect(await volumes(aws.context).snapshot(order)).toMatchObject({ id: 'snap-1', state: 'pending', progress: 0 })
    expect(aws.calls[0]?.input).toMatchObject({
      VolumeId: 'vol-1',
      Description: 'shop dev db',
      'TagSpecification.1.ResourceType': 'snapshot',
      'TagSpecification.1.Tag.1.Key': 'mm:app',
      'TagSpecification.1.Tag.2.Key': 'mm:request',
    })
  })

  test('its answer is lost: no second one is ordered', async () => {
    const aws = await fakeAws({ CreateSnapshot: [cut], DescribeSnapshots: [result({ snapshotSet: [snapshot] })] })
    expect((await volumes(aws.context).snapshot(order)).id).toBe('snap-1')
    expect(aws.actions()).toEqual(['CreateSnapshot', 'DescribeSnapshots'])
    expect(aws.calls[1]?.input).toMatchObject({ 'Filter.1.Name': 'tag:mm:request', 'Filter.1.Value.1': requests(aws.calls)[0] })
  })

  test.each([
    ['the connection broke before it arrived', cut],
    ['an error of AWS itself', failure('InternalError', 'oops', 500)],
  ])('%s: it is ordered again', async (_, trouble) => {
    const aws = await fakeAws({ CreateSnapshot: [trouble, result(snapshot)], DescribeSnapshots: [result({ snapshotSet: [] })] })
    expect((await volumes(aws.context).snapshot(order)).id).toBe('snap-1')
    expect(aws.actions()).toEqual(['CreateSnapshot', 'DescribeSnapshots', 'CreateSnapshot'])
    expect(new Set(requests(aws.calls)).size).toBe(1)
  })

  test('throttled: it is ordered again, since nothing was done', async () => {
    const throttled = failure('RequestLimitExceeded', 'Request limit exceeded.', 503)
    const aws = await fakeAws({ CreateSnapshot: [throttled, result(snapshot)] })
    expect((await volumes(aws.context).snapshot(order)).id).toBe('snap-1')
    expect(aws.actions()).toEqual(['CreateSnapshot', 'CreateSnapshot'])
    expect(new Set(requests(aws.calls)).size).toBe(1)
  })

  test('a refusal is final', async () => {
    const message =
      'You are not authorized to perform this operation. User: a is not authorized to perform: ec2:CreateTags on resource: arn:x'
    const aws = await fakeAws({ CreateSnapshot: [failure('UnauthorizedOperation', message, 403)] })
    await expect(volumes(aws.context).snapshot(order)).rejects.toMatchObject({
      code: 'AccessDenied',
      message: 'AWS denies ec2:CreateTags',
    })
    expect(aws.actions()).toEqual(['CreateSnapshot'])
  })

  test('when nobody can say whether it arrived, the message says where to look', async () => {
    const aws = await fakeAws({ CreateSnapshot: [cut], DescribeSnapshots: [failure('UnauthorizedOperation', 'no', 403)] })
    await expect(volumes(aws.context).snapshot(order)).rejects.toMatchObject({
      code: 'AccessDenied',
      details: { state: expect.stringMatching(/mm:request=[0-9a-f-]{36}/) },
    })
  })
})

describe('groups', () => {
  const group = {
    AutoScalingGroupName: 'g',
    Instances: [
      { InstanceId: 'i-1', LifecycleState: 'InService', HealthStatus: 'Healthy' },
      { InstanceId: 'i-2', LifecycleState: 'Terminating', HealthStatus: 'Unhealthy' },
    ],
  }

  test('instances, also one that EC2 has forgotten', async () => {
    const instance = { instanceId: 'i-1', instanceState: { code: 16, name: 'running' }, launchTime: '2026-11-24T12:00:00.000Z' }
    const aws = await fakeAws({
      DescribeAutoScalingGroups: [result({ AutoScalingGroups: [group] })],
      DescribeInstances: [result({ reservationSet: [{ instancesSet: [instance] }] })],
    })
    expect(await groups(aws.context).instances('g')).toEqual([
      { id: 'i-1', state: 'running', lifecycle: 'InService', healthy: true, launchedAt: Date.parse('2026-11-24T12:00:00Z') },
      { id: 'i-2', state: 'unknown', lifecycle: 'Terminating', healthy: false },
    ])
  })

  test.each([[[]], [[{ AutoScalingGroupName: 'g', Instances: [] }]]])('no instances of %j', async AutoScalingGroups => {
    const aws = await fakeAws({ DescribeAutoScalingGroups: [result({ AutoScalingGroups })] })
    expect(await groups(aws.context).instances('g')).toEqual([])
    expect(aws.actions()).toEqual(['DescribeAutoScalingGroups'])
  })
})

describe('account', () => {
  test('zones: available ones, no local zone, in the order of their ids', async () => {
    const zone = (zoneName: string, zoneId: string, zoneState = 'available', zoneType = 'availability-zone') => ({
      zoneName,
      zoneId,
      zoneState,
      zoneType,
    })
    const aws = await fakeAws({
      DescribeAvailabilityZones: [
        result({
          availabilityZoneInfo: [
            zone('eu-central-1a', 'euc1-az2'),
            zone('eu-central-1b', 'euc1-az3', 'impaired'),
            zone('eu-central-1c', 'euc1-az1'),
            zone('eu-central-1-ham-1a', 'euc1-ham1-az1', 'available', 'local-zone'),
          ],
        }),
      ],
    })
    expect(await account(aws.context).zones()).toEqual(['eu-central-1c', 'eu-central-1a'])
  })

  test('subnets that exist', async () => {
    const found = { subnetId: 'subnet-1', availabilityZone: 'eu-central-1a', vpcId: 'vpc-1' }
    const aws = await fakeAws({ DescribeSubnets: [result({ subnetSet: [found] })] })
    expect(await account(aws.context).subnets(['subnet-1', 'subnet-2'])).toEqual([
      { id: 'subnet-1', zone: 'eu-central-1a', vpc: 'vpc-1' },
    ])
    expect(aws.calls[0]?.input).toMatchObject({ 'Filter.1.Name': 'subnet-id', 'Filter.1.Value.2': 'subnet-2' })
  })

  test('a default security group is closed once', async () => {
    const open = { groupId: 'sg-1', ipPermissions: [{ ipProtocol: '-1' }], ipPermissionsEgress: [{ ipProtocol: '-1' }] }
    const aws = await fakeAws({
      DescribeSecurityGroups: [result({ securityGroupInfo: [open] }), result({ securityGroupInfo: [{ groupId: 'sg-1' }] })],
      RevokeSecurityGroupIngress: [result({})],
      RevokeSecurityGroupEgress: [result({})],
    })
    await account(aws.context).closeDefaultGroup('vpc-1')
    await account(aws.context).closeDefaultGroup('vpc-1')
    const describe = 'DescribeSecurityGroups'
    expect(aws.actions()).toEqual([describe, 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress', describe])
    expect(aws.calls[1]?.input).toMatchObject({ GroupId: 'sg-1', 'IpPermissions.1.IpProtocol': '-1' })
  })

  test('public hosted zones of just that name', async () => {
    const zone = (id: string, name: string, PrivateZone = false) => ({
      Id: `/hostedzone/${id}`,
      Name: name,
      CallerReference: 'r',
      Config: { PrivateZone },
    })
    const HostedZones = [zone('Z1', 'example.com.'), zone('Z2', 'example.com.', true), zone('Z3', 'shop.example.com.')]
    const aws = await fakeAws({ ListHostedZonesByName: [result({ HostedZones })] })
    expect(await account(aws.context).hostedZones('example.com')).toEqual(['Z1'])
    expect(aws.calls[0]?.input).toMatchObject({ dnsname: 'example.com' })
  })

  test('zones that lack something come last', async () => {
    const zone = (zoneName: string, zoneId: string) => ({
      zoneName,
      zoneId,
      zoneState: 'available',
      zoneType: 'availability-zone',
    })
    const availabilityZoneInfo = [zone('us-east-1a', 'use1-az3'), zone('us-east-1b', 'use1-az4'), zone('us-east-1c', 'use1-az1')]
    const aws = await fakeAws({ DescribeAvailabilityZones: [result({ availabilityZoneInfo })] })
    expect(await account(aws.context).zones()).toEqual(['us-east-1c', 'us-east-1b', 'us-east-1a'])
  })

  test('the newest Amazon Linux', async () => {
    const aws = await fakeAws({ GetParameter: [result({ Parameter: { Value: 'ami-1' } })] })
    expect(await account(aws.context).amazonLinux('arm64')).toBe('ami-1')
    expect(aws.calls[0]?.input['Name']).toBe('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64')
  })
})
