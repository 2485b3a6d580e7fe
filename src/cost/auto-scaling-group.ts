import { priced, rangeOf, type Counted, type Range } from './counted.js'
import { instancePrice } from './instance-prices.js'
import { prices } from './prices.js'
import type { Resource, Template } from './read-template.js'
import { listOf, numberOf, objectOf, resourceOf, textOf } from './resolve.js'
import { volumes } from './volume.js'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html , https://aws.amazon.com/cloudwatch/pricing/ */
const metricsOfAnInstance = 7

/** The instances of a group, with the volumes that come and go with them. */
export function groupInstances({ properties }: Resource, template: Template): Counted[] {
  const { MinSize, MaxSize, DesiredCapacity, LaunchTemplate } = properties
  const least = numberOf(MinSize, template)
  const count = rangeOf(DesiredCapacity === undefined ? least : numberOf(DesiredCapacity, template), numberOf(MaxSize, template))
  if (!count) return [{ unknown: 'how many instances there are' }]
  const launched = resourceOf(objectOf(LaunchTemplate)['LaunchTemplateId'], template)
  if (!launched) return [{ unknown: 'what its instances are' }]
  const { InstanceType, Monitoring, BlockDeviceMappings, NetworkInterfaces } = objectOf(launched.properties['LaunchTemplateData'])
  const type = textOf(InstanceType, template)
  const price = type === undefined ? undefined : instancePrice(type)
  const open = listOf(NetworkInterfaces).filter(each => objectOf(each)['AssociatePublicIpAddress'] === true)
  return [
    price ? priced(count, price) : { unknown: `the price of ${type ?? 'its instances'}` },
    ...disks(count, BlockDeviceMappings, template),
    ...(objectOf(Monitoring)['Enabled'] === true ? [priced(count, prices.metric, metricsOfAnInstance)] : []),
    ...(open.length > 0 ? [priced(count, prices.publicAddress, open.length)] : []),
  ]
}

function disks(count: Range, mappings: unknown, template: Template): Counted[] {
  if (mappings === undefined) return [{ unknown: "the size of its instances' volume" }]
  return listOf(mappings).flatMap(each => {
    const { VolumeSize: size, ...disk } = objectOf(objectOf(each)['Ebs'])
    return volumes(count, { ...disk, size }, template)
  })
}
