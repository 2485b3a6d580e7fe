export interface Identity {
  /** 12 digits. */
  account: string
  region: string
  arn: string
}

export interface Subnet {
  id: string
  /** Name of the availability zone. */
  zone: string
  vpc: string
}

export interface Account {
  identity(): Promise<Identity>
  /** Names of the region's available zones, e.g. `eu-central-1a`, in a stable order (by zone id); those that lack services last. */
  zones(): Promise<string[]>
  /** Those of the subnets that exist. */
  subnets(ids: string[]): Promise<Subnet[]>
  /** Ids of the public hosted zones of exactly this name. */
  hostedZones(name: string): Promise<string[]>
  /** Id of AWS's own list of the addresses from which CloudFront calls origins. */
  cloudFrontPrefixList(): Promise<string>
  /** Makes the roles that AWS's services act by, as far as they aren't there; what it may not do is left to CloudFormation to tell. */
  ensureServiceRoles(): Promise<void>
  /** Takes all rules from a VPC's default security group, which every VPC has and nothing here uses. */
  closeDefaultGroup(vpc: string): Promise<void>
  /** The newest AMI id of Amazon Linux 2023 for the architecture. */
  amazonLinux(architecture: 'x86_64' | 'arm64'): Promise<string>
}
