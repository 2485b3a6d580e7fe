import { stackOf, type AwsState, type ServiceState } from './world.js'

/** The lock of the service's stack in the hands of somebody else, who is alive until the story says otherwise. */
export function lock({ s3, clock }: AwsState, { name }: ServiceState) {
  const path = `bucket/locks/${stackOf(name)}.json`
  return {
    taken(owner = '') {
      const takenAt = new Date(clock.now() - 60_000).toISOString()
      const body = {
        owner,
        host: 'desk',
        git: 'abc1234',
        command: `mm svc deploy ${name}`,
        message: 'big release',
        nonce: `of ${owner}`,
        takenAt,
      }
      s3.objects.set(path, {
        body: JSON.stringify(body),
        etag: `"${owner}"`,
        get modified() {
          return clock.now()
        },
      })
    },
    silent() {
      const found = s3.objects.get(path)
      if (!found) throw new Error('the story silences somebody who holds no lock')
      s3.objects.set(path, { ...found, modified: clock.now() })
    },
    gone: () => void s3.objects.delete(path),
  }
}
