import { sub } from '../cfn.js'

/** `111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/proxy:1`, of any partition, and the newer name for both kinds of IP. https://docs.aws.amazon.com/general/latest/gr/ecr.html */
const ofEcr =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)\/(?<name>[^:@]+)/

/** ARN of the private ECR repository that an image comes from, of this account or another; undefined for any other registry, ECR's public one too. */
export function ecrRepositoryOf(image: string): { 'Fn::Sub': string } | undefined {
  const { account, region, name } = ofEcr.exec(image)?.groups ?? {}
  return name === undefined ? undefined : sub(`arn:\${AWS::Partition}:ecr:${region}:${account}:repository/${name}`)
}
