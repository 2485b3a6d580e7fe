import { Flags } from '@oclif/core'
import { MmCommand } from '../mm-command.js'
import { pairs } from '../flags/pairs.js'
import { appFlag, arg } from '../flags/subject.js'
import type { Answers } from '../ops/init/answers.js'
import type { InitResult } from '../ops/init/initialise.js'
import { interrupted } from '../signals.js'
import { here } from '../here.js'

export default class Init extends MmCommand {
  static override summary = "Read the repository, show one plan with the evidence for every guess, and write mm's manifests"
  static override description =
    'Asks only what it cannot know. Files that are there already are never touched, so a second run changes nothing. With --json the plan is printed, and written only with --yes.'
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init shop --region eu-central-1 --yes',
    '<%= config.bin %> init --json',
  ]
  static override args = { name: arg("name of the application; the repository's when it's left out") }
  static override flags = {
    app: appFlag,
    region: Flags.string({ description: 'AWS region (else AWS_REGION)', env: 'MM_REGION' }),
    frontend: Flags.string({
      description: 'a service that people open; may be given several times',
      multiple: true,
      env: 'MM_FRONTEND',
    }),
    backend: Flags.string({ description: 'a service that only other services call', multiple: true, env: 'MM_BACKEND' }),
    database: Flags.string({ description: 'name of the database, or none', env: 'MM_DATABASE' }),
    dockerfile: Flags.string({ description: 'service=path, when its folder has several', multiple: true, env: 'MM_DOCKERFILE' }),
    port: Flags.string({ description: 'service=number, when its Dockerfile has no EXPOSE', multiple: true, env: 'MM_PORT' }),
    health: Flags.string({ description: 'service=/path of the health check', multiple: true, env: 'MM_HEALTH' }),
    yes: Flags.boolean({ char: 'y', description: 'write the shown plan without a question', env: 'MM_YES' }),
  }

  async run(): Promise<InitResult> {
    const { args, flags } = await this.parse(Init)
    const app = args.name ?? flags.app
    const answers: Answers = {
      ...(app === undefined ? {} : { app }),
      ...(flags.region === undefined ? {} : { region: flags.region }),
      frontends: flags.frontend ?? [],
      backends: flags.backend ?? [],
      ...(flags.database === undefined ? {} : { database: flags.database }),
      dockerfiles: pairs('dockerfile', flags.dockerfile),
      ports: pairs('port', flags.port),
      healths: pairs('health', flags.health),
    }
    const [{ initialise }, { initWorld }, { repositoryRoot }, { initRepository }, { awsRegion }] = await Promise.all([
      import('../ops/init/initialise.js'),
      import('../ui/init-world.js'),
      import('../workspace/repository-root.js'),
      import('../workspace/init-repository.js'),
      import('../workspace/aws-region.js'),
    ])
    return initialise(
      {
        repository: initRepository(repositoryRoot(here())),
        person: initWorld({ interactive: this.interactive(flags), json: this.jsonEnabled() }),
      },
      {
        answers,
        yes: flags.yes,
        onlyShow: this.jsonEnabled() && !flags.yes,
        region: awsRegion(process.env),
        signal: interrupted,
      },
    )
  }
}
