import { afterEach, expect, test } from '@jest/globals'
import { balancers } from '../../../src/aws/balancers.js'
import { clusters } from '../../../src/aws/clusters.js'
import { closeFakeAws, fakeAws } from '../../fakes/aws-context.js'
import { failure, result } from '../../fakes/aws-server.js'

afterEach(closeFakeAws)

test("a load balancer's deletion protection is switched off", async () => {
  const aws = await fakeAws({ ModifyLoadBalancerAttributes: [result({})] })
  await balancers(aws.context).unprotect('arn:lb')
  expect(aws.calls[0]?.input).toMatchObject({
    LoadBalancerArn: 'arn:lb',
    'Attributes.member.1.Key': 'deletion_protection.enabled',
    'Attributes.member.1.Value': 'false',
  })
})

test("a cluster's, at once", async () => {
  const aws = await fakeAws({ ModifyDBCluster: [result({})] })
  await clusters(aws.context).unprotect('db-1')
  expect(aws.calls[0]?.input).toMatchObject({
    DBClusterIdentifier: 'db-1',
    DeletionProtection: 'false',
    ApplyImmediately: 'true',
  })
})

test('who may not is told so', async () => {
  const message = 'User: a is not authorized to perform: rds:ModifyDBCluster on resource: arn:x'
  const aws = await fakeAws({ ModifyDBCluster: [failure('AccessDenied', message, 403)] })
  await expect(clusters(aws.context).unprotect('db-1')).rejects.toMatchObject({ code: 'AccessDenied', exitCode: 4 })
})
