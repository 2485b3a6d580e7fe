import { describe, expect, test } from '@jest/globals'
import { causeOf } from '../../../../src/ops/rollout/causes/cause-of.js'
import { backend } from '../../../support/values.js'

const docs = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide'
const agent = 'https://github.com/aws/amazon-ecs-agent/blob/master/agent'

const ecr = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
const session = 'User: arn:aws:sts::111122223333:assumed-role/web-ExecutionRole/1a2b'
const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:uri-x'
const initialising = 'ResourceInitializationError: unable to pull secrets or registry auth'
const retrieving = `${initialising}: execution resource retrieval failed`
const noPolicy = (action: string) => `because no identity-based policy allows the ${action} action`
const logger = 'ResourceInitializationError: failed to validate logger args'
const placing = '(service web) was unable to place a task'

/**
 * What ECS says, by where it's documented or was reported: as the reason of a task, or, when it begins with the service, among the service's events.
 * Those of `general` say nothing more by themselves.
 */
const words: Record<string, [words: string, code: string][]> = {
  [`${docs}/task_cannot_pull_image.html`]: [
    [
      `CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for ${ecr}/web, repository does not exist or may require 'docker login': denied: ${session} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:111122223333:repository/web ${noPolicy('ecr:BatchGetImage')}`,
      'ImagePullDenied',
    ],
    [
      `CannotPullContainerError: The task cannot pull ${ecr}/web:1 from the Amazon ECR repository ${ecr}/web. There is a connection issue between the task and Amazon ECR. Check your task network configuration.`,
      'NoWayOut',
    ],
    [
      `CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get "https://${ecr}/v2/": net/http: request canceled while waiting for connection`,
      'NoWayOut',
    ],
    [
      'CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for web, ' +
        "repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'ImageNotFound',
    ],
    [
      `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${ecr}/web:1: ${ecr}/web:1: not found`,
      'ImageNotFound',
    ],
    [
      `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${ecr}/web:1`,
      'ImagePullFailed',
    ],
    [
      `CannotPullContainerError: API error (500): Get https://${ecr}/v2/: net/http: request canceled while waiting for connection`,
      'NoWayOut',
    ],
    [`CannotPullContainerError: API error (404): repository ${ecr}/shop/web not found`, 'ImageNotFound'],
    ['CannotPullContainerError: API error', 'ImagePullFailed'],
    ['CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device', 'ImageTooLarge'],
    ['CannotPullContainerError: ERROR: toomanyrequests: Too Many Requests.', 'ImagePullLimited'],
    [
      'CannotPullContainerError: inspect image has been retried 5 time(s): You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limits.',
      'ImagePullLimited',
    ],
    [
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code',
      'ImagePullFailed',
    ],
    ['CannotPullContainerError: Error response from daemon: pull access denied for web', 'ImagePullDenied'],
    [
      'CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference',
      'NoWayOut',
    ],
    ['CannotPullContainerError: error pulling image configuration: download failed after attempts=6', 'ImagePullFailed'],
    ['CannotPullContainerError: context canceled', 'NoWayOut'],
    [
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
      'ImageWrongPlatform',
    ],
  ],

  [`${docs}/resource-initialization-error.html`]: [
    [
      `${initialising}: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-central-1.amazonaws.com/": dial tcp 3.122.128.199:443: i/o timeout`,
      'NoWayOut',
    ],
    [
      `${initialising}: unable to retrieve secrets from ssm: The task cannot pull secrets from AWS Systems Manager. There is a connection issue between the task and AWS Systems Manager Parameter Store. Check your task network configuration. RequestCanceled: request context canceled caused by: context deadline exceeded`,
      'NoWayOut',
    ],
    [
      'ResourceInitializationError: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager.',
      'NoWayOut',
    ],
    [
      `${initialising}: unable to retrieve secret from asm: There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${secret} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , canceled, context deadline exceeded`,
      'NoWayOut',
    ],
    [
      `${initialising}: The task can't pull the secret from Secrets Manager. The task can't retrieve the secret with ARN '${secret}' from Secrets Manager. Check whether the secret exists in the specified Region.`,
      'SecretMissing',
    ],
    [
      `ResourceInitializationError: pull command failed: unable to pull secrets or registry auth Check your task network configuration.`,
      'NoWayOut',
    ],
    [
      `${logger}: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed`,
      'NoWayOut',
    ],
    [`${logger}: The task cannot find the Amazon CloudWatch log group defined in the task definition.`, 'LogGroupMissing'],
    ['ResourceInitializationError: failed to initialize logging driver', 'LogGroupMissing'],
    [
      'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer',
      'NoWayOut',
    ],
    ['ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes', 'TaskNotStarted'],
  ],

  [`${docs}/resource-not-found-error.html`]: [
    [
      `ResourceNotFoundException: The task can't retrieve the secret with ARN '${secret}' from AWS Secrets Manager. Check whether the secret exists in the specified Region: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
      'SecretMissing',
    ],
    [
      `Fetching secret data from AWS Secrets Manager in region eu-central-1: secret ${secret}: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
      'SecretMissing',
    ],
  ],

  [`${docs}/failed-to-start-error.html`]: [
    [
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1a2b'",
      'SubnetFull',
    ],
    [
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1a2b': InsufficientFreeAddressesInSubnet",
      'SubnetFull',
    ],
    [
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1a2b': AuthFailure",
      'NoNetworkInterface',
    ],
    ['Unexpected EC2 error while attempting to tag the network interface: TagPolicyViolation', 'NoNetworkInterface'],
    ['InternalError: the task could not be provisioned', 'TaskNotStarted'],
    ['The selected task definition is not compatible with the selected compute strategy', 'TaskNotStarted'],
    ['Unable to attach network interface to unused device index', 'NoNetworkInterface'],
    ['AGENT', 'NoInstance'],
  ],

  [`${docs}/api_failures_messages.html`]: [
    ['TaskFailedToStart: RESOURCE:MEMORY', 'NoInstance'],
    ['RESOURCE:ENI', 'NoInstance'],
    ['TaskFailedToStart: NO ACTIVE INSTANCES', 'NoInstance'],
    ['TaskFailedToStart: EMPTY CAPACITY PROVIDER', 'NoInstance'],
  ],

  [`${docs}/stopped-task-error-codes.html`]: [
    ['ContainerRuntimeTimeoutError: Could not transition to running; timed out after waiting 1m', 'CannotStart'],
    ['DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s', 'CannotStart'],
    ['ContainerRuntimeError: failed to create container', 'CannotStart'],
    ['CannotStartContainerError: failed to get container status', 'CannotStart'],
    ['CannotCreateVolumeError: failed to create the volume', 'TaskNotStarted'],
    ['OutOfMemoryError: Container killed due to memory usage', 'OutOfMemory'],
    ['CannotInspectContainerError: Could not transition to inspecting', 'TaskNotStarted'],
  ],

  [`${docs}/service-event-messages-list.html`]: [
    [`${placing} because no container instance met all of its requirements.`, 'NoInstance'],
    [
      `${placing} because no container instance met all of its requirements. The closest matching container-instance 1a2b has insufficient CPU units available.`,
      'NoInstance',
    ],
    [
      `${placing} because no container instance met all of its requirements. The closest matching container-instance 1a2b encountered error "AGENT".`,
      'NoInstance',
    ],
    [
      '(service web) was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.',
      'NoInstance',
    ],
    [
      '(service web) (task 1a2b) (instance i-1a2b) is unhealthy in (elb web) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)',
      'HealthCheckFails',
    ],
    [`${placing}. Reason: You've reached the limit on the number of tasks you can run concurrently`, 'QuotaReached'],
    [`${placing}. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently`, 'QuotaReached'],
    [`${placing}. Reason: The requested CPU configuration is above your limit.`, 'QuotaReached'],
    [`${placing}. Reason: The requested MEMORY configuration is above your limit.`, 'QuotaReached'],
    [
      '(service web) was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.',
      'QuotaReached',
    ],
    [
      `${placing}. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.`,
      'NoCapacity',
    ],
    [`${placing}. Reason: The specified subnet does not have enough free addresses to satisfy the request.`, 'SubnetFull'],
    [`${placing}. Reason: Internal error.`, 'TaskNotStarted'],
    [
      '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      'TaskNotStarted',
    ],
    ['(service web) could not launch 2 tasks for deployment ecs-svc/42.', 'TaskNotStarted'],
    ['IAM permissions policies have been misconfigured or changed, and ECS can no longer maintain your service', 'RoleUnusable'],
    ['IAM trust relationship has been misconfigured or changed, and ECS can no longer maintain your service', 'RoleUnusable'],
    [
      '(service web) task set (ecs-svc/42) (task 1a2b) is not healthy in target-group (arn:targets) due to TARGET GROUP IS NOT FOUND.',
      'HealthCheckFails',
    ],
  ],

  [`${docs}/service-unhealthy-event-messages.html`]: [
    [
      '(service web) (task 1a2b) (port 8080) is unhealthy in (target-group arn:targets) due to (reason Health checks failed with these codes: [502]).',
      'HealthCheckAnswer',
    ],
    [
      '(service web) (port 8080) is unhealthy in (target-group arn:targets) due to (reason Request timed out).',
      'HealthCheckTimeout',
    ],
    ['(service web) (port 8080) is unhealthy in (target-group arn:targets) due to (reason Health checks failed).', 'PortNotOpen'],
    [
      '(service web) (port 8080) is unhealthy in (target-group arn:targets) due to (reason Health checks failed due to an internal error).',
      'HealthCheckFails',
    ],
    ['(service web) (task 1a2b) failed container health checks.', 'ContainerCheckFails'],
  ],

  [`${docs}/stopped-task-errors.html`]: [
    ['Task failed ELB health checks in (target-group arn:targets)', 'HealthCheckFails'],
    ['Task failed container health checks', 'ContainerCheckFails'],
  ],

  [`${docs}/deployment-alarm-failure.html`]: [
    ['(service web) (deployment ecs-svc/42) deployment failed: alarm detected.', 'AlarmFired'],
    ['Service deployment rolled back because of one or more active alarms.', 'AlarmFired'],
  ],

  [`${docs}/troubleshooting-blue-green.html`]: [
    [
      'Service deployment rolled back because of invalid networking configuration: Target group arn:targets is not associated with either productionListenerRule or testListenerRule.',
      'DeploymentFailed',
    ],
    [
      "Service deployment rolled back because of invalid networking configuration. ECS was unable to manage the ELB resources due to missing permissions on ECS Infrastructure Role 'arn:aws:iam::111122223333:role/Shift'.",
      'RoleUnusable',
    ],
    [
      '(service web) failed to register targets in target-group web with (error User: arn:aws:sts::111122223333:assumed-role/Shift/ecs-service-scheduler is not authorized to perform: elasticloadbalancing:RegisterTargets on resource: arn:targets)',
      'RoleUnusable',
    ],
    [
      'Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. ECS was unable to assume role arn:aws:iam::111122223333:role/Hook',
      'RoleUnusable',
    ],
    [
      'Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target arn:aws:lambda:us-west-2:111122223333:function:hook returned FAILED status.',
      'DeploymentFailed',
    ],
    ['Service deployment rolled back because the circuit breaker threshold was exceeded.', 'CircuitBreaker'],
  ],

  // In general: ECS says what it did, and not why.
  [`${docs}/deployment-circuit-breaker.html`]: [
    ['(service web) (deployment ecs-svc/42) deployment failed: tasks failed to start.', 'CircuitBreaker'],
    ['ECS deployment circuit breaker: tasks failed to start.', 'CircuitBreaker'],
    ['ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/41.', 'CircuitBreaker'],
  ],

  [`${agent}/dockerclient/dockerapi/errors.go`]: [
    ['CannotPullImageManifestError: Error response from daemon: manifest unknown', 'ImageNotFound'],
    ['CannotPullContainerAuthError: Error response from daemon: no basic auth credentials', 'ImagePullDenied'],
    ['CannotPullECRContainerError: engine ecr credentials: not found', 'ImagePullFailed'],
    ['CannotCreateContainerError: API error (500): devmapper: Thin Pool has not enough free data blocks', 'CannotStart'],
  ],
  [`${agent}/api/errormessages/error_messages_test.go`]: [
    [
      'CannotPullECRContainerError: The task can’t pull the image. Check your network configuration. RequestError: send request failed\ncaused by: Post "https://api.ecr.us-east-1.amazonaws.com/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'NoWayOut',
    ],
  ],
  [`${agent}/asm/asm.go`]: [
    [
      `Fetching secret data from AWS Secrets Manager in region eu-central-1: secret ${secret}: AccessDeniedException: ${session} is not authorized to perform: secretsmanager:GetSecretValue`,
      'SecretDenied',
    ],
    ['retrieved secret from Secrets Manager did not contain json key uri', 'SecretKeyMissing'],
  ],
  [`${agent}/ssm/ssm.go`]: [
    ['fetching secret data from SSM Parameter Store in eu-central-1: invalid parameters: /shop/dev/token', 'SecretMissing'],
  ],

  'https://repost.aws/knowledge-center/ecs-unable-to-pull-secrets': [
    [`${initialising}: pull command failed: : signal: killed`, 'NoWayOut'],
    [`${retrieving}: unable to retrieve secret from asm: service call has been retried`, 'TaskNotStarted'],
  ],
  'https://github.com/GiamPy5/terraform-aws-directus/issues/10': [
    [
      `${retrieving}: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager: AccessDeniedException: Access to KMS is not allowed status code: 400, request id: 1a2b`,
      'SecretDenied',
    ],
  ],
  'https://docs.aws.amazon.com/kms/latest/developerguide/troubleshooting-access-denied.html': [
    [
      `${retrieving}: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secret} from secrets manager: AccessDeniedException: ${session} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-central-1:111122223333:key/1a2b ${noPolicy('kms:Decrypt')}`,
      'SecretDenied',
    ],
  ],
  'https://github.com/aceew/aws-lambda-env-vars/issues/7': [
    [
      `${retrieving}: unable to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`,
      'SecretDenied',
    ],
  ],
  'https://github.com/rileydakota/valheim-ecs-fargate-cdk/issues/9': [
    [
      `${retrieving}: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character '\\'' looking for beginning of value`,
      'SecretKeyMissing',
    ],
  ],
  'https://github.com/Releem/releem-agent/issues/195': [
    [
      `${retrieving}: unable to retrieve secret from asm: service call has been retried 5 time(s): failed to fetch secret ${secret} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
      'NoWayOut',
    ],
  ],
  'https://github.com/aws/aws-app-mesh-examples/issues/413': [
    [
      `${retrieving}: unable to retrieve ecr registry auth: service call has been retried 5 time(s): RequestError: send request failed caused by: Post https://api.ecr....`,
      'NoWayOut',
    ],
  ],
  'https://github.com/doctorray117/minecraft-ondemand/issues/12': [
    [
      `${logger}: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecs.task.minecraft-server/123456a999ee4b919...`,
      'LogDenied',
    ],
    [
      `${logger}: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: ${session} is not authorized to perform: logs:CreateLogStream on resource: arn:aws:logs:eu-central-1:111122223333:log-group:/shop/dev/web:log-stream:web ${noPolicy('logs:CreateLogStream')} status code: 400, request id: 1a2b : exit status 1`,
      'LogDenied',
    ],
  ],
  'https://github.com/TechToSpeech/terraform-aws-serverless-static-wordpress/issues/74': [
    [
      `${logger}: create stream has been retried 1 times: failed to create Cloudwatch log stream: MissingEndpoint: 'Endpoint' configuration is required for this service`,
      'TaskNotStarted',
    ],
  ],
  'https://github.com/moby/moby/blob/master/daemon/logger/awslogs/cloudwatchlogs.go': [
    [
      'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      'LogGroupMissing',
    ],
    [
      `CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: AccessDeniedException: ${session} is not authorized to perform: logs:CreateLogStream`,
      'LogDenied',
    ],
  ],
  'https://github.com/aws/amazon-ecs-agent/issues/4825': [
    ['Timeout waiting for network interface provisioning to complete.', 'NoNetworkInterface'],
  ],
  'https://github.com/dagster-io/dagster/blob/master/python_modules/libraries/dagster-aws/dagster_aws/ecs/utils.py': [
    ['Timeout waiting for EphemeralStorage provisioning to complete.', 'TaskNotStarted'],
    [
      "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1a2b': AuthFailure",
      'NoNetworkInterface',
    ],
    [
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: EOF',
      'ImagePullFailed',
    ],
  ],
  'https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/260': [
    [
      `${placing} because no container instance met all of its requirements. The closest matching container-instance 1a2b doesn't have the agent connected. For more information, see the Troubleshooting section.`,
      'NoInstance',
    ],
  ],
  // Quoted in several public repositories, in none that is the source.
  quoted: [
    ['Network interface provision complete error timeout wait for network interface provision.', 'NoNetworkInterface'],
    ['Rate limit exceeded while preparing network interface to be attached to instance', 'NoNetworkInterface'],
    [
      'ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message',
      'NoNetworkInterface',
    ],
    ['Unexpected EC2 error while attempting to attach network interface to instance', 'NoNetworkInterface'],
    [
      "Unexpected EC2 error while attempting to Create Network Interface in subnet '': InsufficientFreeAddressesInSubnet",
      'SubnetFull',
    ],
    [`${retrieving}: unable to retrieve ecr registry auth: service call has been retried 3 time(s)`, 'TaskNotStarted'],
    [
      `${retrieving}: unable to retrieve ecr registry auth: service call has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, RequestID: 1a2b, api error AccessDeniedException: ${session} is not authorized to perform: ecr:GetAuthorizationToken on resource: * ${noPolicy('ecr:GetAuthorizationToken')}`,
      'ImagePullDenied',
    ],
    // As Fargate cuts it off.
    [
      `${retrieving}: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-rol...`,
      'ImagePullDenied',
    ],
    [
      `${retrieving}: unable to retrieve secrets from ssm: service call has been retried 1 time(s): operation error SSM: GetParameters, https response error StatusCode: 400, RequestID: 1a2b, api error AccessDeniedException: ${session} is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-central-1:111122223333:parameter/token ${noPolicy('ssm:GetParameters')}`,
      'SecretDenied',
    ],
    [
      `${retrieving}: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /shop/dev/token`,
      'SecretMissing',
    ],
    // Also among the service's events.
    [
      `${placing}. Reason: ${initialising}: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.`,
      'NoWayOut',
    ],
    [
      `${placing}. Reason: ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: failed to fetch secret ${secret} from secrets manager: AccessDeniedException: ${session} is not authorized to perform: secretsmanager:GetSecretValue`,
      'SecretDenied',
    ],
    [
      "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::111122223333:role/web-ExecutionRole' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
      'RoleUnusable',
    ],
  ],
  'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html': [
    [
      "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1a2b': NetworkInterfaceLimitExceeded",
      'QuotaReached',
    ],
  ],
  'https://github.com/aws/amazon-ecs-agent/issues/498': [
    ['CannotPullECRContainerError: ThrottlingException: Rate exceeded\n\tstatus code: 400, request id: 1a2b', 'ImagePullLimited'],
  ],
  'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html': [
    [
      `CannotPullECRContainerError: AccessDeniedException: ${session} is not authorized to perform: ecr:GetAuthorizationToken on resource: *\n\tstatus code: 400, request id: 1a2b`,
      'ImagePullDenied',
    ],
    [
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${ecr}/web:1: pulling from host ${ecr} failed with status code [manifests 1]: 403 Forbidden`,
      'ImagePullDenied',
    ],
  ],
  'https://github.com/aws/amazon-ecs-agent/issues/2137': [
    [
      `CannotPullContainerError: Error response from daemon: pull access denied for ${ecr}/foo/app, repository does not exist or may require 'docker login'`,
      'ImageNotFound',
    ],
  ],
  'https://github.com/PrefectHQ/prefect/discussions/16964': [
    [
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/my-org/my-image:latest: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository: 401 Unauthorized',
      'ImagePullDenied',
    ],
  ],
  'https://github.com/ActionIQ/terraform-aws-retool-ecs-fargate/issues/20': [
    [
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/tryretool/backend:2.110.5: failed to do request: Head "https://registry-1.docker.io/v2/tryretool/backend/manifests/2.110.5": dial tcp 34.205.13.154:443: i/o timeout',
      'NoWayOut',
    ],
  ],
  'https://github.com/containerd/containerd/blob/main/core/images/image.go': [
    [
      `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to pull and unpack image "${ecr}/web:1": no match for platform in manifest: not found`,
      'ImageWrongPlatform',
    ],
  ],
}

const nothing = { service: backend({ name: 'web' }), env: 'dev', crashes: [], messages: [], unhealthy: [] }

/** Of a service's event: whether it begins with the service or speaks of it. */
const ofService = (text: string) => /^\(service |^(ECS|Service) deployment |^IAM /.test(text)

const evidenceOf = (text: string) => {
  if (ofService(text)) return { ...nothing, messages: [text] }
  const task = {
    id: 'task/1',
    taskDefinition: 'td:1',
    stopCode: 'TaskFailedToStart',
    reason: text,
    containers: [{ name: 'web' }],
  }
  return { ...nothing, crashes: [{ task, log: [] }] }
}

const broken = '(service web) (deployment ecs-svc/42) deployment failed: tasks failed to start.'

describe.each(Object.entries(words))('%s', (_, rows) => {
  test.each(rows)('%s', (text, code) => {
    const evidence = evidenceOf(text)
    const cause = causeOf(evidence)
    expect(cause?.code).toBe(code)
    // In AWS's words, or the part of them that tells.
    const { why = '' } = cause ?? {}
    expect(why).not.toBe('')
    expect(text.includes(why) || why.includes(text)).toBe(true)
    // The circuit breaker's own word comes at the end of each.
    expect(causeOf({ ...evidence, messages: [...evidence.messages, broken] })?.code).toBe(code)
  })
})

test("what nobody knows isn't lost: the circuit breaker's cause repeats it", () => {
  const unknown = '(service web) operations are being throttled. Will try again later.'
  expect(causeOf({ ...nothing, messages: [unknown, broken] })).toMatchObject({
    code: 'CircuitBreaker',
    why: expect.stringContaining(unknown),
  })
})
