/**
 * The processor of an EC2 instance type. Graviton families carry a `g` after the generation: `t4g`, `r7gd`, `c7gn`.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export const architectureOf = (instanceType: string): 'arm64' | 'x86_64' =>
  /^[a-z]+\d+g/.test(instanceType) ? 'arm64' : 'x86_64'
