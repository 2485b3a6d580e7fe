import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bootScript } from '../../../src/templates/generated/boot-script.js'

/** What an instance finds when a function of the boot script runs. */
export interface BootWorld {
  /** Exit status of `blkid -p`. */
  blkid?: number
  /** First bytes of the device; undefined: it can't be read. */
  device?: Buffer
  mkfs?: number
  /** Names of the parameters that exist, below MARKERS. */
  markers?: string[]
  snapshot?: string
  /** What describe-volumes says, call by call (the last for ever): state and holder. */
  volume?: string[]
  /** State of the instance that holds the volume. */
  holder?: string
  /** Commands that AWS refuses, such as `ssm get-parameter`, and how. */
  failing?: string[]
  error?: string
  /** Files below the data folder. */
  data?: Record<string, string>
}

/** Stands in for the AWS CLI: answers from the files of the world, and notes every call. */
const aws = `#!/bin/bash
echo "$*" >>"$WORLD/calls"
if grep -qx "$1 $2" "$WORLD/failing"; then cat "$WORLD/error" >&2; exit 254; fi
case "$1 $2" in
  'ssm get-parameter') f=$WORLD/markers/\${4#/mm/}; if [ -e "$f" ]; then cat "$f"; else echo 'An error occurred (ParameterNotFound)' >&2; exit 254; fi ;;
  'ssm put-parameter') f=$WORLD/markers/\${4#/mm/}; mkdir -p "$(dirname "$f")"; echo "$8" >"$f" ;;
  'ec2 describe-volumes')
    case "$*" in
      *SnapshotId*) cat "$WORLD/snapshot" ;;
      *) head -1 "$WORLD/volume"; if [ "$(wc -l <"$WORLD/volume")" -gt 1 ]; then sed -i 1d "$WORLD/volume"; fi ;;
    esac ;;
  'ec2 describe-instances') cat "$WORLD/holder" ;;
  'ec2 attach-volume' | 'ec2 detach-volume' | 'autoscaling set-instance-health') ;;
  *) echo "no stand-in for $*" >&2; exit 99 ;;
esac
`
const blkid = '#!/bin/bash\nexit "$(cat "$WORLD/blkid")"\n'
const mkfs = '#!/bin/bash\necho "mkfs.xfs $*" >>"$WORLD/calls"\nexit "$(cat "$WORLD/mkfs")"\n'

/** Runs `commands` after the functions of the boot script, in bash, with stand-ins for what an instance has. */
export function boot(commands: string, world: BootWorld = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mm-boot-'))
  try {
    const write = (name: string, text: string | Buffer, mode = 0o644) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
      chmodSync(join(folder, name), mode)
    }
    write('bin/aws', aws, 0o755)
    write('bin/blkid', blkid, 0o755)
    write('bin/mkfs.xfs', mkfs, 0o755)
    write('boot', bootScript)
    write('calls', '')
    write('failing', (world.failing ?? []).join('\n'))
    write('error', world.error ?? 'An error occurred (ThrottlingException)')
    write('blkid', String(world.blkid ?? 0))
    write('mkfs', String(world.mkfs ?? 0))
    write('snapshot', world.snapshot ?? '')
    write('volume', `${(world.volume ?? ['available None']).join('\n')}\n`)
    write('holder', world.holder ?? '')
    if (world.device) write('device', world.device)
    for (const name of world.markers ?? []) write(`markers/${name}`, '1\n')
    for (const [name, text] of Object.entries(world.data ?? {})) write(`data/${name}`, text)

    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['-c', `source "$WORLD/boot"; sleep() { :; }; DATA=$WORLD/data; ${commands}`],
      {
        encoding: 'utf8',
        timeout: 30_000,
        env: {
          PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
          WORLD: folder,
          ERRORS: join(folder, 'errors'),
          DEV: join(folder, 'device'),
          PATIENCE: '0',
          ATTEMPTS: '12',
          LENIENCE: '4',
          MARKERS: '/mm',
          VOL: 'vol-1',
          IID: 'i-me',
          INDEX: '0',
          MEMBERS: '1',
          GENERATION: '1',
          SNAPSHOT: '',
          MONGO_VERSION: '8.0.15',
          STACK: 's',
          ASG: 'Group0',
          REGION: 'r',
        },
      },
    )
    const markers = existsSync(join(folder, 'markers'))
      ? readdirSync(join(folder, 'markers'), { recursive: true, withFileTypes: true })
          .filter(each => each.isFile())
          .map(each => join(each.parentPath, each.name).slice(join(folder, 'markers').length + 1))
      : []
    const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean)
    return { status, stdout, stderr, calls, markers: markers.sort() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const zeros = Buffer.alloc(2 * 1024 * 1024)
