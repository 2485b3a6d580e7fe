import { MmError } from '../errors.js'
import type { ForeignImage, Premises, StoredImage } from '../ops/ports/premises.js'
import { isLoopback, isLocalAws } from './loopback.js'

const indexes = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json']
const manifests = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json']

/** For an answer, in milliseconds. */
const patience = 3000

/**
 * Looks an image up in a registry that isn't ECR, without any login. Against a local AWS nothing is asked: there the machine's own engine runs the
 * containers, and it may have images that no registry has.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export function foreignImage({ signal }: { signal: AbortSignal }): Premises['foreignImage'] {
  return async (image, platforms): Promise<StoredImage | 'refused' | undefined> => {
    if (isLocalAws()) return {}
    let token: string | undefined
    const ask = async (method: string) => {
      const headers = { accept: [...indexes, ...manifests].join(', '), ...(token ? { authorization: `Bearer ${token}` } : {}) }
      return request(image, addressOf(image), { method, headers, signal })
    }
    // HEAD, since Docker Hub counts a GET as a pull.
    let answer = await ask('HEAD')
    if (answer.status === 401) {
      token = await tokenFor(image, answer.headers.get('www-authenticate') ?? '', signal)
      if (token !== undefined) answer = await ask('HEAD')
    }
    if (answer.status === 404) return undefined
    if (answer.status === 401 || answer.status === 403) return 'refused'
    if (!answer.ok) throw silent(image, `it answers ${answer.status}`)
    const type = answer.headers.get('content-type')?.split(';')[0] ?? ''
    if (!platforms || !indexes.includes(type)) return {}
    const index = await ask('GET')
    if (!index.ok) throw silent(image, `it answers ${index.status}`)
    return { manifest: await index.text() }
  }
}

/** As Docker does, plain HTTP is for the loopback only. */
function addressOf({ registry, repository, version }: ForeignImage): string {
  const scheme = isLoopback(registry.replace(/:\d+$/, '')) ? 'http' : 'https'
  return `${scheme}://${registry}/v2/${repository}/manifests/${version}`
}

/**
 * A token for nobody in particular; undefined when it isn't given, or isn't the way of this registry.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
async function tokenFor(image: ForeignImage, challenge: string, signal: AbortSignal): Promise<string | undefined> {
  const parts = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]))
  const { realm = '', service = '', scope = `repository:${image.repository}:pull` } = parts
  if (!/^bearer /i.test(challenge) || !URL.canParse(realm)) return undefined
  const url = new URL(realm)
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) return undefined
  url.searchParams.set('service', service)
  url.searchParams.set('scope', scope)
  const answer = await request(image, url.href, { signal })
  if (!answer.ok) return undefined
  const { token, access_token: other } = (await answer.json()) as { token?: string; access_token?: string }
  return token ?? other
}

async function request(image: ForeignImage, url: string, options: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.any([options.signal, AbortSignal.timeout(patience)]) })
  } catch (error) {
    options.signal.throwIfAborted()
    const { cause, message } = error as { cause?: { code?: string }; message: string }
    throw silent(image, cause?.code ?? message, error)
  }
}

const silent = ({ registry, repository }: ForeignImage, why: string, cause?: unknown) =>
  new MmError('RegistrySilent', `${registry} doesn't tell of ${repository}`, { why, cause })
