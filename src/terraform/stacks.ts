/** A stack as it's deployed, and what of it goes into Terraform's files. */
export interface ExportedStack {
  /** Its name in Terraform: `aws_cloudformation_stack.<label>`. */
  label: string
  name: string
  region: string
  /** The template's text as it was sent. */
  template: string
  parameters: Record<string, string>
  tags: Record<string, string>
  outputs: Record<string, string>
  /** ARN of the role by which CloudFormation works on it. */
  roleArn?: string
  /** CloudFormation refuses to delete it. */
  protected: boolean
  /** What of it holds data. */
  holders: Holder[]
  /** It's read and not managed here: another configuration has it. */
  foreign: boolean
}

/** A resource that holds data, which CloudFormation made. */
export interface Holder {
  logicalId: string
  /** CloudFormation's. */
  type: string
  /** What CloudFormation calls it, which is what Terraform imports it by. */
  id: string
  /** What becomes of it when its stack is deleted. */
  deletion: 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'
  /** Of a volume. The size is in GiB. */
  volume?: { zone: string; size: number }
}

/** Everything that is written. */
export interface Exported {
  app: string
  env: string
  /** 12 digits. */
  account: string
  partition: string
  region: string
  /** In the order of their making: each may use outputs of those before it. */
  stacks: ExportedStack[]
  /** Parameters whose value belongs into no file. */
  secret: ReadonlySet<string>
}

/** A file of the export; its name may begin with a folder. */
export interface ExportFile {
  name: string
  text: string
}
