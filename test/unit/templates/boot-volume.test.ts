import { describe, expect, test } from '@jest/globals'
import { boot, type BootWorld } from './boot-world.js'

const moves = (calls: string[]) => calls.filter(call => /^ec2 (attach|detach)/.test(call)).map(call => call.replace(/ --.*/, ''))

describe('the data volume', () => {
  test.each<[string, BootWorld, string[]]>([
    ['that is here already is left alone', { volume: ['in-use i-me'] }, []],
    ['that is free is attached', { volume: ['available None', 'in-use i-me'] }, ['ec2 attach-volume']],
    [
      'that is being let go is waited for',
      { volume: ['in-use i-old', 'detaching None', 'available None', 'in-use i-me'] },
      ['ec2 attach-volume'],
    ],
    [
      'of a terminated instance is taken in the end',
      { volume: [...Array<string>(6).fill('in-use i-old'), 'available None', 'in-use i-me'], holder: 'terminated' },
      ['ec2 detach-volume', 'ec2 detach-volume', 'ec2 attach-volume'],
    ],
    [
      'of a stopped one, too',
      { volume: [...Array<string>(5).fill('in-use i-old'), 'available None', 'in-use i-me'], holder: 'stopped' },
      ['ec2 detach-volume', 'ec2 attach-volume'],
    ],
  ])('%s', (_, world, expected) => {
    const { status, calls } = boot('attach_volume', world)
    expect({ status, moves: moves(calls) }).toEqual({ status: 0, moves: expected })
  })

  test.each<[string, BootWorld]>([
    ['while its holder runs', { volume: ['in-use i-old'], holder: 'running' }],
    ['while its holder shuts down', { volume: ['in-use i-old'], holder: 'shutting-down' }],
    ['while AWS does not tell the state of its holder', { volume: ['in-use i-old'], failing: ['ec2 describe-instances'] }],
    [
      'while AWS does not know its holder',
      { volume: ['in-use i-old'], failing: ['ec2 describe-instances'], error: 'InvalidInstanceID.NotFound' },
    ],
    ['while AWS says nothing of the volume', { failing: ['ec2 describe-volumes'] }],
  ])('is never taken by force %s', (_, world) => {
    const { status, calls } = boot('attach_volume', world)
    expect({ status, moves: moves(calls) }).toEqual({ status: 1, moves: [] })
  })

  test('that AWS never attaches ends the boot, which is then tried again', () => {
    const { status, stdout } = boot('attach_volume', { volume: ['available None'], failing: ['ec2 attach-volume'] })
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'vol-1 could not be attached\n' })
  })
})

describe('the end of a boot', () => {
  const uptime = (seconds: number) => `cut() { echo ${seconds}; }; signal() { echo "signal $1"; }; trap finished EXIT;`

  test.each([
    ['well', 'true', 60, 0, 'signal 0'],
    ['refused', 'refuse because', 60, 78, 'signal 1'],
    ['by a failed command', 'step "do it"; false', 60, 1, 'failed: do it (status 1)'],
    ['by a variable that is not set', 'step "do it"; echo "$NOTHING"', 60, 1, 'failed: do it (status 1)'],
  ])('%s', (_, command, seconds, status, said) => {
    const result = boot(`${uptime(seconds)} ${command}`)
    expect(result.status).toBe(status)
    expect(result.stdout).toContain(said)
    expect(result.calls).toEqual([])
  })

  test('by failure for more than an hour asks for another instance', () => {
    const { calls, stdout } = boot(`${uptime(3601)} false`)
    expect(calls).toEqual([
      'autoscaling set-instance-health --instance-id i-me --health-status Unhealthy --no-should-respect-grace-period',
    ])
    expect(stdout).not.toContain('signal')
  })

  test('refused asks for none, however long it takes: its successor would refuse, too', () => {
    expect(boot(`${uptime(90_000)} refuse because`).calls).toEqual([])
  })
})
