import { describe, expect, test } from '@jest/globals'
import { boot, zeros, type BootWorld } from './boot-world.js'

const written = Buffer.concat([Buffer.alloc(512 * 1024), Buffer.from('something'), zeros])
/** A person must look: systemd doesn't try again. */
const refused = 78

describe('the disk is formatted', () => {
  test('when it is surely blank, and that is noted', () => {
    const { status, calls, markers } = boot('prepare_disk', { blkid: 2, device: zeros })
    expect({ status, markers }).toEqual({ status: 0, markers: ['volumes/vol-1'] })
    expect(calls.filter(call => call.startsWith('mkfs'))).toEqual([expect.stringMatching(/^mkfs\.xfs -L mongodata \S+\/device$/)])
  })

  test('and AWS says None where it means that there is no snapshot', () => {
    expect(boot('prepare_disk', { blkid: 2, device: zeros, snapshot: 'None\n' }).calls.join()).toContain('mkfs')
  })
})

describe('the disk is never formatted', () => {
  test.each<[string, BootWorld, number]>([
    ['when it has a file system', { blkid: 0, device: written }, 0],
    ['when it was formatted before', { blkid: 2, device: zeros, markers: ['volumes/vol-1'] }, refused],
    ['when the database has had data', { blkid: 2, device: zeros, markers: ['initialised'] }, refused],
    ['when it was made from a snapshot', { blkid: 2, device: zeros, snapshot: 'snap-1' }, refused],
    ['when it holds what blkid does not know', { blkid: 2, device: written }, refused],
    ['when it cannot be read', { blkid: 2 }, 1],
    ['when blkid finds two things', { blkid: 8, device: zeros }, 1],
    ['when blkid is called wrongly', { blkid: 4, device: zeros }, 1],
    ['when blkid fails in another way', { blkid: 1, device: zeros }, 1],
    ['when AWS does not tell the markers', { blkid: 2, device: zeros, failing: ['ssm get-parameter'] }, 1],
    [
      'when AWS denies to',
      { blkid: 2, device: zeros, failing: ['ssm get-parameter'], error: 'An error occurred (AccessDeniedException)' },
      1,
    ],
    ['when AWS does not tell the snapshot', { blkid: 2, device: zeros, failing: ['ec2 describe-volumes'] }, 1],
  ])('%s', (_, world, status) => {
    const result = boot('prepare_disk', world)
    expect(result.status).toBe(status)
    expect(result.calls.filter(call => call.startsWith('mkfs'))).toEqual([])
  })
})

describe('the note that a volume was formatted', () => {
  test('is made up for when an earlier boot ended between the two', () => {
    expect(boot('prepare_disk', { blkid: 0, device: written })).toMatchObject({ status: 0, markers: ['volumes/vol-1'] })
  })
  test('is not made when mkfs failed', () => {
    expect(boot('prepare_disk', { blkid: 2, device: zeros, mkfs: 1 })).toMatchObject({ status: 1, markers: [] })
  })
})

describe('the data is', () => {
  test.each<[string, BootWorld, number]>([
    ['taken when nothing is there yet', {}, 0],
    [
      'taken when it is of this generation',
      { markers: ['initialised'], data: { '.mm-generation': '1\n', 'db/WiredTiger': '' } },
      0,
    ],
    ['taken up when the first boot was cut short', { markers: ['initialised'], data: { 'db/WiredTiger': '' } }, 0],
    ['refused when it is of another generation', { data: { '.mm-generation': '2\n', 'db/WiredTiger': '' } }, refused],
    ['refused when its files have gone', { markers: ['initialised'], data: { '.mm-generation': '1\n' } }, refused],
  ])('%s', (_, world, status) => {
    expect(boot('INITIALISED=$(marker initialised); check_data', world).status).toBe(status)
  })
})
