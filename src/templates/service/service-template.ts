import type { Service } from '../../manifest/service.js'
import { getAtt, ref, sub, type Template } from '../cfn.js'
import { logGroup } from '../log-group.js'
import { alarms } from './alarms.js'
import { autoScaling } from './auto-scaling.js'
import { ecsService } from './ecs-service.js'
import { infrastructureRole } from './infrastructure-role.js'
import { isPublic } from './is-public.js'
import { roles } from './roles.js'
import { rollbackAlarms } from './rollback-alarms.js'
import { pathPrefix, routing } from './routing.js'
import { securityGroup } from './security-group.js'
import type { ServiceContext } from './service-context.js'
import { serviceInputs } from './service-inputs.js'
import { taskDefinition } from './task-definition.js'
import { backendUrl, shiftsTraffic } from './traffic.js'

/** `<app>-<env>-<service>`: an ECS service with its roles, log, way in, scaling and alarms. */
export function serviceTemplate(service: Service, context: ServiceContext): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `mm: service ${service.name}`,
    Parameters: parameters(service, context),
    Resources: {
      LogGroup: logGroup(service.logging.retention),
      ...roles(service, context),
      TaskDefinition: taskDefinition(service, context),
      ...securityGroup(service, context),
      ...routing(service, context),
      ...infrastructureRole(service, context),
      Service: ecsService(service, context),
      ...autoScaling(service),
      ...alarms(service, context),
      ...rollbackAlarms(service, context).resources,
    },
    Outputs: {
      ServiceName: { Value: getAtt('Service', 'Name') },
      TaskDefinitionArn: { Value: ref('TaskDefinition') },
      LogGroupName: { Value: ref('LogGroup') },
      SecurityGroupId: { Value: getAtt('SecurityGroup', 'GroupId') },
      ...(service.http ? { TargetGroupArn: { Value: ref('TargetGroup') }, Url: { Value: url(service, context) } } : {}),
      ...(shiftsTraffic(service) ? { AlternateTargetGroupArn: { Value: ref('AlternateTargetGroup') } } : {}),
    },
  }
}

function url(service: Service, context: ServiceContext) {
  const base = isPublic(service) ? '${PublicUrl}' : backendUrl(service.name, context)
  return sub(`${base}${pathPrefix(service)}`)
}

function parameters(service: Service, context: ServiceContext): Template['Parameters'] {
  const text = (Description: string) => ({ Type: 'String', Description })
  return {
    App: text('Name of the application'),
    Env: text('Name of the environment'),
    Image: text('repository@sha256:digest of the image to run'),
    ...('build' in service.image ? { RepositoryArn: text('Repository that the image is pulled from') } : {}),
    ...Object.fromEntries(
      serviceInputs(service, context).map(({ parameter, type, description }) => [
        parameter,
        { Type: type ?? 'String', Description: description },
      ]),
    ),
  }
}
