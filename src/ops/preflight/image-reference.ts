import type { EcrImage, ForeignImage } from '../ports/premises.js'

const ecr = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/

/** Docker Hub, as its references say it, answers under another name. */
const hub = 'registry-1.docker.io'
const hubNames = ['docker.io', 'index.docker.io']

/**
 * Where an image is, by its reference. The first part is a host when it looks like one; without a host it's Docker Hub's.
 * https://pkg.go.dev/github.com/distribution/reference
 */
export function imageAt(reference: string): { ecr: EcrImage } | { foreign: ForeignImage } {
  const [, name = '', tag, digest] = /^(.+?)(?::([\w.-]+))?(?:@(\w+:[0-9a-fA-F]+))?$/.exec(reference) ?? []
  const [first = '', ...rest] = name.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const repository = hasHost ? rest.join('/') : name
  const [, account, region] = ecr.exec(first) ?? []
  if (hasHost && account !== undefined && region !== undefined) {
    return { ecr: { repository, account, region, ...(digest === undefined ? { tag: tag ?? 'latest' } : { digest }) } }
  }
  const version = digest ?? tag ?? 'latest'
  if (hasHost && !hubNames.includes(first)) return { foreign: { registry: first, repository, version } }
  return { foreign: { registry: hub, repository: repository.includes('/') ? repository : `library/${repository}`, version } }
}

interface Index {
  manifests?: { platform?: { os?: string; architecture?: string } }[]
}

/**
 * The platforms of an index, e.g. `linux/amd64`; undefined for the manifest of a single image, which doesn't name its own. What is listed as `unknown/unknown`
 * are attestations. https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function platformsIn(manifest: string): string[] | undefined {
  const { manifests } = JSON.parse(manifest) as Index
  const named = manifests?.flatMap(({ platform: { os = '', architecture = '' } = {} }) =>
    os === '' || os === 'unknown' ? [] : `${os}/${architecture}`,
  )
  return named && named.length > 0 ? [...new Set(named)] : undefined
}
