import type { Service } from '../../manifest/service.js'
import { allow, assumedBy, getAtt, policy, ref, resource, sub, type Resource } from '../cfn.js'
import { caParameterArns } from '../database/names.js'
import { ecrRepositoryOf } from './ecr-repository.js'
import type { ServiceContext } from './service-context.js'

/** Only ECS, and only for tasks of this account and region. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const ecsTasks = assumedBy('ecs-tasks.amazonaws.com', {
  StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
  ArnLike: { 'aws:SourceArn': sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*') },
})

/** Accounts that bound what roles may do refuse to make one without it. */
export const boundary = ({ environment: { permissionsBoundary } }: ServiceContext) =>
  permissionsBoundary === undefined ? {} : { PermissionsBoundary: permissionsBoundary }

/** The execution role starts the task (image, log, secrets); the task role is what the application itself may do: nothing but exec's channel. */
export function roles(service: Service, context: ServiceContext): Record<string, Resource> {
  const statements = [
    ...imageStatements(service),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt('LogGroup', 'Arn')),
    ...databaseStatements(service, context),
  ]
  return {
    ExecutionRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: ecsTasks,
      ...boundary(context),
      Policies: [policy('execution', statements)],
    }),
    TaskRole: resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: ecsTasks,
      ...boundary(context),
      ...(service.exec ? { Policies: [policy('exec', [openSession])] } : {}),
    }),
  }
}

/** What is pulled from a registry without AWS's leave needs none. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html */
function imageStatements({ image }: Service): object[] {
  const repository = 'build' in image ? ref('RepositoryArn') : ecrRepositoryOf(image.location)
  if (repository === undefined) return []
  return [
    // This action takes no resource. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    allow('RegistryLogin', ['ecr:GetAuthorizationToken'], '*'),
    allow('PullImage', ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'], repository),
  ]
}

/** Session Manager's channels take no resource. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (ECS Exec) */
const openSession = allow(
  'OpenSession',
  [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  '*',
)

/**
 * While the service is deployed, tasks of the revision before are started, too, perhaps with the other connection string, and with a certificate
 * that the next revision does without.
 */
function databaseStatements({ database }: Service, context: ServiceContext): object[] {
  if (!database) return []
  return [
    allow('ReadSecrets', ['secretsmanager:GetSecretValue'], ref('DatabaseUriSecrets')),
    ...(context.database?.engine === 'mongodb'
      ? [allow('ReadAuthority', ['ssm:GetParameters'], caParameterArns(database.name))]
      : []),
  ]
}
