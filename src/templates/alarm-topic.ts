import { createHash } from 'node:crypto'
import type { Environment } from '../manifest/environment.js'
import { ownAccount, ref, resource, sub, type Resource } from './cfn.js'

/**
 * It doesn't say on whose behalf it publishes to an encrypted topic: under a condition on that it would be turned away.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const eventBridge = 'events.amazonaws.com'

/** Every service of AWS that publishes to the topic. Each must be allowed to by the topic, and to use its key. */
const publishers = { Alarms: 'cloudwatch.amazonaws.com', Events: eventBridge, Budgets: 'budgets.amazonaws.com' }

/** Every alarm of the environment goes to this topic; AWS's own key for SNS wouldn't let alarms through, hence one of ours. */
export function alarmTopic({ notify }: Environment['alarms']): Record<string, Resource> {
  return {
    AlarmKey: key(),
    AlarmTopic: resource('AWS::SNS::Topic', { KmsMasterKeyId: ref('AlarmKey') }),
    AlarmTopicPolicy: resource('AWS::SNS::TopicPolicy', {
      Topics: [ref('AlarmTopic')],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          ...Object.entries(publishers).map(([Sid, Service]) => ({
            Sid,
            Effect: 'Allow',
            Principal: { Service },
            Action: 'sns:Publish',
            Resource: ref('AlarmTopic'),
            ...(Service === eventBridge ? {} : { Condition: ownAccount }),
          })),
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: ref('AlarmTopic'),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    }),
    ...Object.fromEntries(notify.map(endpoint => [subscriptionId(endpoint), subscription(endpoint)])),
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (compatibility between AWS services and encrypted topics) */
function key(): Resource {
  const statement = (Sid: string, Principal: object | '*', Action: string | string[]) => ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action,
    Resource: '*',
  })
  const properties = {
    Description: sub('Alarms of ${App} ${Env}'),
    EnableKeyRotation: true,
    KeyPolicy: {
      Version: '2012-10-17',
      Statement: [
        statement('Account', { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') }, 'kms:*'),
        ...Object.entries(publishers).map(([sid, Service]) => ({
          ...statement(sid, { Service }, ['kms:Decrypt', 'kms:GenerateDataKey']),
          ...(Service === eventBridge ? {} : { Condition: ownAccount }),
        })),
        // A grant outlives whoever made it: only AWS's services may make one, for what they encrypt.
        {
          ...statement('GrantsForAws', '*', 'kms:CreateGrant'),
          Effect: 'Deny',
          Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
        },
      ],
    },
  }
  // It holds nothing but notices that are under way; KMS itself keeps a deleted key for 30 days.
  return resource('AWS::KMS::Key', properties, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' })
}

/** Named after the address: an index would subscribe the later ones anew when an earlier one is removed. */
const subscriptionId = (endpoint: string) => `AlarmSubscription${createHash('sha256').update(endpoint).digest('hex').slice(0, 8)}`

const subscription = (endpoint: string) =>
  resource('AWS::SNS::Subscription', {
    TopicArn: ref('AlarmTopic'),
    Protocol: endpoint.startsWith('https://') ? 'https' : 'email',
    Endpoint: endpoint,
  })
