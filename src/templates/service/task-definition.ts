import type { Service } from '../../manifest/service.js'
import { accepting, getAtt, ref, resource, sub, variableName, type Resource, type Value } from '../cfn.js'
import { authorityContainer, authorityOf, authorityVolumes, withAuthority } from './authority.js'
import { isPublic } from './is-public.js'
import type { ServiceContext } from './service-context.js'
import { backendUrl } from './traffic.js'

export function taskDefinition(service: Service, context: ServiceContext): Resource {
  const { name, cpu, memory, platform, storage } = service
  const authority = authorityOf(service, context)
  return resource(
    'AWS::ECS::TaskDefinition',
    {
      Family: sub(`\${App}-\${Env}-${name}`),
      Cpu: String(cpu),
      Memory: String(memory),
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: [context.environment.capacity.type === 'ec2' ? 'EC2' : 'FARGATE'],
      RuntimePlatform: { CpuArchitecture: platform === 'linux/arm64' ? 'ARM64' : 'X86_64', OperatingSystemFamily: 'LINUX' },
      ExecutionRoleArn: getAtt('ExecutionRole', 'Arn'),
      TaskRoleArn: getAtt('TaskRole', 'Arn'),
      ContainerDefinitions: [
        container(service, context),
        ...(authority === undefined ? [] : [authorityContainer(authority, logConfiguration(service))]),
      ],
      ...(authority === undefined ? {} : { Volumes: authorityVolumes }),
    },
    accepting({
      ...(authority === undefined
        ? {}
        : { 'CT.ECS.PR.7': "what writes the certificate has the task's limit: the application's container is given all of it" }),
      'CT.ECS.PR.3': 'the USER of the image decides: another may not own the files that the image brings',
      ...(storage.readonlyFs
        ? {}
        : { 'CT.ECS.PR.6': "storage.readonly_fs is the manifest's to choose: many images write beside /tmp" }),
    }),
  )
}

/** It runs as the user that its image names. */
function container(service: Service, context: ServiceContext) {
  const { name, port, memory, database, storage, entrypoint, command } = service
  const authority = authorityOf(service, context)
  return {
    Name: name,
    Image: ref('Image'),
    Essential: true,
    // What the task has; said here, too, it's a limit that the container itself can see.
    Memory: memory,
    ...(entrypoint ? { EntryPoint: entrypoint } : {}),
    ...(command ? { Command: command } : {}),
    ...containerCheck(service),
    PortMappings: [{ ContainerPort: port, Protocol: 'tcp' }],
    Environment: Object.entries(environmentVariables(service, context)).map(([Name, Value]) => ({ Name, Value })),
    // ECS refuses a name that is both; the manifest's own value is the one that is meant.
    ...(database && !Object.hasOwn(service.variables, database.as)
      ? { Secrets: [{ Name: database.as, ValueFrom: ref('DatabaseUriSecret') }] }
      : {}),
    ...(authority === undefined ? {} : withAuthority(authority)),
    ReadonlyRootFilesystem: storage.readonlyFs,
    // An init process hands SIGTERM on and reaps children. A bind mount would belong to root; a tmpfs takes any user's files.
    LinuxParameters: {
      InitProcessEnabled: true,
      ...(storage.readonlyFs ? { Tmpfs: [{ ContainerPath: '/tmp', Size: 64, MountOptions: ['mode=1777'] }] } : {}),
    },
    StopTimeout: 30,
    LogConfiguration: logConfiguration(service),
  }
}

const logConfiguration = ({ name }: Service) => ({
  LogDriver: 'awslogs',
  Options: {
    'awslogs-group': ref('LogGroup'),
    'awslogs-region': ref('AWS::Region'),
    'awslogs-stream-prefix': name,
    mode: 'non-blocking',
    'max-buffer-size': '25m',
  },
})

function containerCheck({ containerCheck }: Service) {
  if (!containerCheck) return {}
  const { command, interval, retries, timeout, startPeriod } = containerCheck
  return {
    HealthCheck: { Command: command, Interval: interval, Retries: retries, Timeout: timeout, StartPeriod: startPeriod },
  }
}

/** mm's own variables first, so that the manifest's may override them. */
function environmentVariables(service: Service, context: ServiceContext): Record<string, Value<string>> {
  const { name, port, variables } = service
  const own: Record<string, Value<string>> = {
    PORT: String(port),
    COPILOT_APPLICATION_NAME: ref('App'),
    COPILOT_ENVIRONMENT_NAME: ref('Env'),
    COPILOT_SERVICE_NAME: name,
  }
  if (!isPublic(service)) return { ...own, ...variables }
  // Only public services may call the internal load balancer; the address doesn't depend on whether the backend is deployed yet.
  const urls = context.backends.map((backend): [string, Value<string>] => [
    `${variableName(backend)}_URL`,
    sub(backendUrl(backend, context)),
  ])
  return {
    ...own,
    COPILOT_LB_DNS: { 'Fn::Select': [1, { 'Fn::Split': ['://', ref('PublicUrl')] }] },
    ...Object.fromEntries(urls),
    ...variables,
  }
}
