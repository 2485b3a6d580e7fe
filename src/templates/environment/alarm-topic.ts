import { createHash } from 'node:crypto'
import type { Environment } from '../../manifest/environment.js'
import { accepting, allow, ownAccount, ref, resource, type Resource } from '../cfn.js'

/** Every alarm of the environment goes to this topic. Its policy names each service that publishes to it. */
export function alarmTopic({ notify }: Environment['alarms']): Record<string, Resource> {
  return {
    AlarmTopic: resource(
      'AWS::SNS::Topic',
      {},
      accepting({ CKV_AWS_26: 'names of alarms, no data; with a customer key each publisher would need the right to use it' }),
    ),
    AlarmTopicPolicy: resource('AWS::SNS::TopicPolicy', {
      Topics: [ref('AlarmTopic')],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            ...allow('Alarms', ['sns:Publish'], ref('AlarmTopic'), ownAccount),
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          },
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
    ...Object.fromEntries(
      notify.map(endpoint => [
        // Named after the address: an index would subscribe the later ones anew when an earlier one is removed.
        `AlarmSubscription${createHash('sha256').update(endpoint).digest('hex').slice(0, 8)}`,
        resource('AWS::SNS::Subscription', {
          TopicArn: ref('AlarmTopic'),
          Protocol: endpoint.startsWith('https://') ? 'https' : 'email',
          Endpoint: endpoint,
        }),
      ]),
    ),
  }
}
