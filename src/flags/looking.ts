import { Flags } from '@oclif/core'

// How much a command that changes nothing tells, and where.

/** Of every command that only looks. */
export const driftFlag = Flags.boolean({
  description:
    'have CloudFormation look for what was changed outside of it, by the console say; without, what its last look found is shown',
  default: true,
  allowNo: true,
  env: 'MM_DRIFT',
})

export const failOnChangeFlag = Flags.boolean({
  description:
    'end with exit code 10 when there is a change, or when something was found to be changed outside of CloudFormation',
  env: 'MM_FAIL_ON_CHANGE',
})

export const outputDirFlag = Flags.string({
  description: 'write what the deployment would send into this folder, each stack as <stack>.stack.yml and <stack>.params.json',
  env: 'MM_OUTPUT_DIR',
})

export const resourcesFlag = Flags.boolean({
  description: "list the stack's resources, each with its link to the AWS console",
  env: 'MM_RESOURCES',
})
