/** `mm/app.yml`: what is the same in every environment. */
export interface App {
  /** 2-20 characters: lower case letters, digits and hyphens, starting with a letter. */
  name: string
  /** AWS region, e.g. `eu-central-1`. */
  region: string
  /** No snapshot of the account and region can be shared with everybody. */
  blockPublicSnapshots: boolean
  /** CloudFormation makes the stacks by a role of its own; absent: by the rights of whoever runs mm. */
  deploymentRoles?: DeploymentRoles
  /** Put on every stack, besides mm's own `mm:app`, `mm:env`, `mm:service`. */
  tags: Record<string, string>
}

export interface DeploymentRoles {
  /** ARN of the policy without which CloudFormation can't make a role. */
  permissionsBoundary?: string
}
