import type { Service } from '../../manifest/service.js'
import { allow, assumedBy, getAtt, policy, ref, resource, sub, type Resource } from '../cfn.js'

/** Only ECS, and only for tasks of this account and region. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const ecsTasks = assumedBy('ecs-tasks.amazonaws.com', {
  StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
  ArnLike: { 'aws:SourceArn': sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*') },
})

/** The execution role starts the task (image, log, secrets); the task role is what the application itself may do, and that's nothing yet. */
export function roles(service: Service): Record<string, Resource> {
  const statements = [
    ...('build' in service.image
      ? [
          // This action takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
          allow('RegistryLogin', ['ecr:GetAuthorizationToken'], '*'),
          allow(
            'PullImage',
            ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
            ref('RepositoryArn'),
          ),
        ]
      : []),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt('LogGroup', 'Arn')),
    ...(service.database ? [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], ref('DatabaseUriSecret'))] : []),
  ]
  return {
    ExecutionRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: ecsTasks,
      Policies: [policy('execution', statements)],
    }),
    TaskRole: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: ecsTasks }),
  }
}
