import { Flags } from '@oclif/core'
import { arg, envFlag } from '../flags/subject.js'
import { MmCommand } from '../mm-command.js'
import { interrupted, interruptedExitCode } from '../signals.js'
import { parseTime } from '../time.js'
import { openHere, chosenEnvironment } from '../target.js'

export default class Logs extends MmCommand {
  static override summary = 'Log lines of all services, or of those that are named, merged by time'
  static override description =
    'Log lines go to stdout, everything else to stderr. --json writes one JSON object a line: ts, service, task, stream, eventId, message. --follow goes on until Ctrl-C and shows every line once.'
  static override examples = [
    '<%= config.bin %> logs --since 1h',
    '<%= config.bin %> logs frontend backend --follow',
    '<%= config.bin %> logs --json | jq .message',
  ]
  static override strict = false
  static override args = { service: arg('services to read; none means all') }
  static override flags = {
    env: envFlag,
    follow: Flags.boolean({ char: 'f', description: 'go on with new lines as they come', env: 'MM_FOLLOW' }),
    since: Flags.string({
      description: 'from when on: 10m, 2h30m, 14:05, or an ISO time (default 10m; with --follow now)',
      env: 'MM_SINCE',
    }),
    until: Flags.string({ description: 'up to when, as --since', exclusive: ['follow'], env: 'MM_UNTIL' }),
    raw: Flags.boolean({ description: 'only the messages, as the applications wrote them', env: 'MM_RAW' }),
    utc: Flags.boolean({ description: 'times in UTC', env: 'MM_UTC' }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Logs)
    const now = Date.now()
    const since = flags.since === undefined ? now - (flags.follow ? 0 : 600_000) : parseTime(flags.since, now)
    const until = flags.until === undefined ? undefined : parseTime(flags.until, now)
    const workspace = await openHere()
    const env = await chosenEnvironment(workspace, flags.env)

    const [{ openWorld }, { logSources, readRange }, { followLogs }, { lineWriter }, { writeEvent }] = await Promise.all([
      import('../wiring.js'),
      import('../ops/logs/read-logs.js'),
      import('../ops/logs/follow-logs.js'),
      import('../ui/log-lines.js'),
      import('../ui/event.js'),
    ])
    const world = await openWorld(await workspace.place(env), { json: this.jsonEnabled() })
    const sources = await logSources(world, workspace.app.name, env, argv as string[])
    const write = lineWriter({
      format: this.jsonEnabled() ? 'json' : flags.raw ? 'raw' : 'human',
      services: sources.map(source => source.service),
      utc: flags.utc,
    })
    const remark = (text: string) => (this.jsonEnabled() ? writeEvent({ type: 'info', text }) : process.stderr.write(`${text}\n`))
    if (flags.follow) remark(`following ${sources.map(source => source.service).join(', ')} in ${env}; Ctrl-C ends`)
    const lines = flags.follow
      ? followLogs(world, sources, since, error => void remark(`! ${error.message}; asking again`))
      : readRange(world, sources, { since, ...(until === undefined ? {} : { until }) })
    try {
      for await (const line of lines) await write(line)
    } catch (error) {
      // Lines already written stay; what broke because of Ctrl-C isn't worth a word.
      if (!interrupted.aborted) throw error
    }
    if (interrupted.aborted) process.exitCode = interruptedExitCode() ?? 130
  }
}
