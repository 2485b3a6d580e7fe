import { expect, test } from '@jest/globals'
import { bootScript } from '../../src/templates/generated/boot-script.js'
import { boot, scenarios, writes, type Action, type Outcome } from './scenario.js'

const play = scenarios()
const history: Action[] = [
  { do: 'write', docs: { a: 1 } },
  { do: 'checkpoint' },
  { do: 'write', docs: { b: 2 } },
  { do: 'snapshot', name: 'snap-1' },
  { do: 'restore', from: 'snap-1', to: 2 },
]
const restored: Action[] = [boot(), ...history]
const tls = { env: { TLS: 'require' } }
const three: Action[] = [boot(0), boot(1), boot(2), { do: 'wait', seconds: 10 }]
const ended: Action[] = [
  { do: 'stop', member: 1 },
  { do: 'stop', member: 2 },
]
const complete = ({ nodes }: Outcome) => JSON.stringify(nodes['db-0']?.docs) === '{"a":1,"b":2}'
const unformatted = (volume: string) => (outcome: Outcome) => outcome.volumes[volume]?.formats === 0

interface Seed {
  members?: 3
  /** What is replaced in the script, and by what. */
  seed: [string, string]
  actions: Action[]
  /** Whether the outcome is right. */
  right: (outcome: Outcome) => boolean
}

/** Faults that the design's reviews found or feared, put into a copy of the script: some scenario must tell. */
const seeds: Record<string, Seed> = {
  'one key file for all generations': {
    members: 3,
    seed: ['update(env.GENERATION)', "update('1')"],
    actions: [...three, ...history, boot(0), { do: 'wait', seconds: 30 }],
    right: outcome => complete(outcome) && outcome.volumes['vol-0g2']?.hosts.length === 1,
  },
  'no login before the set is initiated': {
    seed: ['const known = login(admin, root)', 'const known = false'],
    actions: [...restored, boot()],
    right: ({ last }) => last.status === 0,
  },
  'local dropped before the oplog is applied': {
    seed: ["step 'restore: apply the oplog'; apply_oplog", ':'],
    actions: [...restored, boot()],
    right: complete,
  },
  'a mongod that its package has systemd start': {
    seed: ['    systemctl mask mongod\n', ''],
    actions: [...restored, boot(0, { faults: { 'start mongod to recover': 'fail' } }), boot(0, { instance: 'reboot' })],
    right: outcome => complete(outcome) && outcome.last.status === 0,
  },
  'the oplog applied, and not kept': {
    seed: [' --setParameter takeUnstableCheckpointOnShutdown=true', ''],
    actions: [...restored, boot()],
    right: complete,
  },
  'the generation noted before the restore': {
    seed: ["step 'restore: apply the oplog'", `note .mm-generation "$GENERATION"; step 'restore: apply the oplog'`],
    actions: [...restored, boot(0, { faults: { 'start mongod to recover': 'fail' } }), boot(0, { instance: 'again' })],
    right: outcome => complete(outcome) && outcome.last.events.includes('drop local'),
  },
  'a restore that was done and is done again': {
    seed: ['if set_up && [ "$PROGRESS" != "$GENERATION ready" ]; then refuse', 'if false; then refuse'],
    actions: [...restored, boot(), { do: 'loseVolume', member: 0, volume: 'again', from: 'snap-1' }, boot()],
    right: ({ last }) => last.status === 78,
  },
  'an unknown holder taken for a dead one': {
    seed: [`State.Name' --output text)`, `State.Name' --output text || echo terminated)`],
    actions: [
      boot(),
      boot(0, { previous: { state: 'running', holds: true }, faults: { 'aws ec2 describe-instances': 'denied' } }),
    ],
    right: ({ volumes }) => volumes['vol-0']?.holder === 'i-1',
  },
  'a volume taken from an instance that shuts down': {
    seed: ['terminated | stopped)', 'shutting-down | terminated | stopped)'],
    actions: [boot(), boot(0, { previous: { state: 'shutting-down', holds: true } })],
    right: ({ volumes }) => volumes['vol-0']?.holder === 'i-1',
  },
  'an unknown marker taken for none': {
    seed: ['44) printf none ;; *) return 1 ;;', '*) printf none ;;'],
    actions: [boot(), { do: 'loseVolume', member: 0 }, boot(0, { faults: { 'aws ssm get-parameter': 'denied' } })],
    right: unformatted('vol-0new'),
  },
  'an unknown answer signalled as a failure': {
    seed: ['echo "failed: $STEP', 'signal 1; echo "failed: $STEP'],
    actions: [boot(0, { faults: { 'aws ec2 describe-volumes': 'timed-out' } })],
    right: ({ last }) => last.signals.length === 0,
  },
  'formatted when blkid is at a loss': {
    seed: ['\n    2) ;;', '\n    2 | 3) ;;'],
    actions: [boot(0, { faults: { blkid: '3' } })],
    right: unformatted('vol-0'),
  },
  'formatted though it holds something': {
    seed: ['cmp -s -n 1048576 "$DEV" /dev/zero || blank=$?', ':'],
    actions: [{ do: 'put', file: 'volumes/vol-0/device', text: 'something' }, boot()],
    right: unformatted('vol-0'),
  },
  'formatted though it was made from a snapshot': {
    seed: ['case $SNAPSHOT$origin in', 'case none in none) ;;'],
    actions: [{ do: 'put', file: 'volumes/vol-0/snapshot', text: 'snap-1' }, boot()],
    right: unformatted('vol-0'),
  },
  'formatted twice': {
    members: 3,
    seed: ['if [ "$formatted" != none ]; then refuse', 'if false; then refuse'],
    actions: [...three, { do: 'put', file: 'volumes/vol-1/fs' }, boot(1)],
    right: ({ volumes }) => volumes['vol-1']?.formats === 1,
  },
  'formatted because there should be other members': {
    members: 3,
    seed: ['if ! shell others --nodb; then', 'if false; then'],
    actions: [boot(0), { do: 'loseVolume', member: 0 }, boot(0)],
    right: unformatted('vol-0new'),
  },
  'a second set begun by an empty member 0': {
    members: 3,
    seed: ['if [ "$INDEX" = 0 ] && ! set_up && [', 'if [ "$INDEX" = 0 ] && ['],
    // Formatted, then cut short; now the others are gone.
    actions: [
      ...three,
      { do: 'loseVolume', member: 0 },
      boot(0, { faults: { 'start mongod': 'fail' } }),
      { do: 'stop', member: 1 },
      { do: 'stop', member: 2 },
      boot(0),
    ],
    right: ({ last }) => last.status === 1 && !last.events.includes('initiate'),
  },
  'a member that never joins': {
    members: 3,
    seed: ['      join(admin)\n', ''],
    actions: [boot(0), boot(1)],
    right: ({ volumes }) => volumes['vol-0']?.hosts.length === 2,
  },
  'a success that is signalled far behind the primary': {
    members: 3,
    seed: ["step 'catch up with the set'; catch_up", ':'],
    actions: [
      ...three,
      { do: 'pulse' },
      { do: 'stop', member: 2 },
      ...writes(20),
      { do: 'put', file: 'slow/db-2.db.zone', text: '9999' },
      boot(2),
    ],
    right: ({ last }) => last.signals.length === 0,
  },
  'an authority made anew at each boot': {
    seed: ["update('mm certificate authority')", 'update(String(Math.random()))'],
    actions: [boot(0, tls), boot(0, tls)],
    right: ({ last }) => last.status === 0,
  },
  "a certificate that isn't of the published authority": {
    seed: ['refuse "$MARKERS/$CA_MARKER isn', ': "$MARKERS/$CA_MARKER isn'],
    actions: [boot(0, tls), { do: 'put', file: 'secrets/ca', text: '{"seed": "another"}' }, boot(0, tls)],
    right: ({ last }) => last.status === 78,
  },
  'an authority published over the one that clients trust': {
    seed: ['--value "$2" >/dev/null || [ $? = 44 ]', '--value "$2" --overwrite >/dev/null'],
    actions: [
      boot(0, tls),
      { do: 'put', file: 'markers/db/ca', text: 'theirs' },
      boot(0, { ...tls, faults: { 'aws ssm get-parameter': 'unseen 1' } }),
    ],
    right: ({ markers }) => markers['db/ca'] === 'theirs',
  },
  'a key that everybody can read': {
    seed: [
      'install -m 600 -o mongod -g mongod /dev/null "$CERTIFICATE.new"',
      'install -m 644 -o mongod -g mongod /dev/null "$CERTIFICATE.new"',
    ],
    actions: [boot(0, tls)],
    right: ({ nodes }) => nodes['db-0']?.tls?.bits === '600',
  },
  'a key that mongod cannot read': {
    seed: ['install -m 600 -o mongod -g mongod /dev/null "$CERTIFICATE.new"', 'umask 077; : >"$CERTIFICATE.new"'],
    actions: [boot(0, tls)],
    right: ({ last }) => last.status === 0,
  },
  "the authority's key in the log": {
    seed: ['  obtain_authority\n', '  echo "$key"; obtain_authority\n'],
    actions: [boot(0, tls)],
    right: ({ results }) => results.every(({ leaks }) => leaks.length === 0),
  },
  "a certificate without the member's name": {
    members: 3,
    seed: ['subjectAltName=DNS:$SELF,', 'subjectAltName='],
    actions: [boot(0, tls), boot(1, tls)],
    right: ({ last }) => last.status === 0,
  },
  'a certificate without the loopback': {
    seed: [',IP:127.0.0.1\nC', '\nC'],
    actions: [boot(0, tls)],
    right: ({ last }) => last.status === 0,
  },
  'clients that must have a certificate': {
    seed: ['allowConnectionsWithoutCertificates: true', 'allowConnectionsWithoutCertificates: false'],
    actions: [boot(0, tls)],
    right: ({ last }) => last.status === 0,
  },
  'members that are spoken to without TLS': {
    members: 3,
    seed: ["['prefer', 'require'].includes(env.TLS)", 'false'],
    actions: [boot(0, tls), boot(1, tls)],
    right: ({ last }) => last.status === 0,
  },
  'members that are spoken to by TLS too early': {
    members: 3,
    seed: ["['prefer', 'require'].includes(env.TLS)", "env.TLS !== 'false'"],
    actions: [
      boot(0),
      boot(1),
      { do: 'wait', seconds: 10 },
      boot(1, { env: { TLS: 'allow' } }),
      boot(2, { env: { TLS: 'allow' } }),
    ],
    right: ({ last }) => last.status === 0,
  },
  'votes that a rolled-back update leaves behind': {
    members: 3,
    seed: ["step 'take out members of a rolled-back update'; dismiss_strangers", ':'],
    actions: [...three, boot(0, { env: { MEMBERS: '1', SEEDS: 'db-0.db.zone:27017' } }), ...ended],
    right: ({ nodes }) => nodes['db-0']?.state === 'PRIMARY',
  },
  'a member of a rolled-back update that comes back': {
    members: 3,
    seed: ["if (only && !only.split(',').includes(self))", 'if (false)'],
    actions: [...three, boot(0, { env: { MEMBERS: '1', SEEDS: 'db-0.db.zone:27017' } }), boot(2, { instance: 'new' })],
    right: ({ volumes }) => volumes['vol-0']?.hosts.length === 1,
  },
  'a password among the arguments': {
    seed: ['mongosh --quiet --norc "$@" "$PROGRAM"', 'mongosh --quiet --norc "$@" --password "$ADMIN" "$PROGRAM"'],
    actions: [boot()],
    right: outcome => !outcome.arguments.join().includes('password-of'),
  },
}

test.each(Object.entries(seeds))('%s would be found', async (_, { members, seed: [from, to], actions, right }) => {
  expect(bootScript).toContain(from)
  expect(right(await play(members ?? 1, actions))).toBe(true)
  expect(
    right(
      await play(
        members ?? 1,
        actions,
        bootScript.replace(from, () => to),
      ),
    ),
  ).toBe(false)
})
