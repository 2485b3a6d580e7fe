import { Flags } from '@oclif/core'

// What a person answers, allows or wants of a deployment before it's asked about; letters are Copilot's.

export const yesFlag = Flags.boolean({
  char: 'y',
  description: 'answer the question about the shown changes with yes',
  env: 'MM_YES',
})

export const confirmFlag = Flags.string({
  description:
    "the database's, service's or environment's name, typed in place of the answer at the prompt, for what can't be undone",
  env: 'MM_CONFIRM',
})

/** Of every command that changes stacks. */
export const lockFlags = {
  'lock-wait': Flags.string({
    description: 'how long to wait for somebody else who works on the same stack: 90s, 10m (by default not at all)',
    env: 'MM_LOCK_WAIT',
  }),
  'no-lock': Flags.boolean({
    description: 'take no lock, and leave it to CloudFormation alone to keep two deployments apart',
    env: 'MM_NO_LOCK',
  }),
  message: Flags.string({ char: 'm', description: 'why, for others who want to work on the same stack', env: 'MM_MESSAGE' }),
}

/** Of every command that deploys. */
export const diffFlags = {
  diff: Flags.boolean({
    description: 'show what would be done, as mm plan does, and stop: nothing that is deployed is changed',
    env: 'MM_DIFF',
  }),
  'fail-on-change': Flags.boolean({
    description: 'with --diff: end with exit code 10 when there is a change',
    // Whoever writes it alone doesn't expect a deployment.
    dependsOn: ['diff'],
    env: 'MM_FAIL_ON_CHANGE',
  }),
}

export const revertDriftFlag = Flags.boolean({
  description:
    'take back what was changed outside of CloudFormation, by the console say; also in a stack that is otherwise what its manifest says',
  env: 'MM_REVERT_DRIFT',
})

const allowReplaceFlag = Flags.string({
  description: 'logical id of a resource that holds data and may be replaced or deleted nevertheless; may be given several times',
  multiple: true,
  multipleNonGreedy: true,
  helpValue: '<LogicalId>',
  env: 'MM_ALLOW_REPLACE',
})

const allowDowngradeFlag = Flags.boolean({
  description: 'deploy although a newer mm deployed last, whose templates are taken back by it',
  env: 'MM_ALLOW_DOWNGRADE',
})

/** Of every command that deploys. */
export const allowFlags = { 'allow-replace': allowReplaceFlag, 'allow-downgrade': allowDowngradeFlag }

/** What a person allows by them. */
export const allowedBy = (flags: {
  'allow-replace'?: string[] | undefined
  'allow-downgrade': boolean
  'revert-drift'?: boolean
}) => ({
  allowReplace: flags['allow-replace'] ?? [],
  allowDowngrade: flags['allow-downgrade'],
  revertDrift: flags['revert-drift'] ?? false,
})

export const allowUncommittedFlag = Flags.boolean({
  description: "deploy to production, too, what isn't committed",
  env: 'MM_ALLOW_UNCOMMITTED',
})

export const rebuildFlag = Flags.boolean({
  description:
    'build anew although the registry has an image of the same content: base images are pulled, nothing is taken from the build cache; later deployments take it, too',
  env: 'MM_REBUILD',
})

export const failFastFlag = Flags.boolean({
  description: 'have ECS go back at the second crash with the same exit code, and not wait until it does so by itself',
  default: true,
  allowNo: true,
  env: 'MM_FAIL_FAST',
})

export const renewInstancesFlag = Flags.boolean({
  description:
    'start each member anew with the boot script of this mm and the newest Amazon Linux; by default both stay as they are until something else restarts the members',
  env: 'MM_RENEW_INSTANCES',
})

/** What several deployments at once are about. */
export const partsFlags = {
  env: Flags.string({
    char: 'e',
    description:
      'environment; may be given several times, and they are taken in that order; may be left out when there is just one',
    multiple: true,
    multipleNonGreedy: true,
    env: 'MM_ENV',
  }),
  all: Flags.boolean({ description: 'all environments of the repository', exclusive: ['env'], env: 'MM_ALL' }),
  only: Flags.string({
    description: 'only this service, database or environment; may be given several times',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<name>',
    env: 'MM_ONLY',
  }),
  ...allowFlags,
  'allow-uncommitted': allowUncommittedFlag,
}
