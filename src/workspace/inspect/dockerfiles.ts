import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Dockerfile, Seen } from '../../ops/init/facts.js'
import { isBelow } from './files.js'
import { readDockerfile, type DockerfileFacts } from './dockerfile.js'

/** A Dockerfile, and the folder of what it builds. */
export interface PlacedDockerfile {
  dockerfile: Dockerfile
  /** What it builds. */
  home: string
  /** Where the image comes from in the end, such as `node:20-alpine`. */
  base: string
}

export const isDockerfile = (file: string): boolean =>
  /^(?:[\w-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$/.test(posix.basename(file)) && !file.endsWith('.dockerignore')

/** Dockerfiles for a developer's own machine, beside the one for production. */
export const isForDevelopment = (file: string): boolean =>
  /^(?:(?:dev|development|local|debug|test|e2e|ci)\.Dockerfile|Dockerfile\.(?:dev|development|local|debug|test|e2e|ci))$/.test(
    posix.basename(file),
  )

/** Folders that are called after what they're for and not after a service. */
const isForBuilding = (folder: string): boolean => /^(?:docker|build|container|deploy|infra)/.test(posix.basename(folder))

/**
 * What a Dockerfile builds: the folder that it stands in, unless its name (`docker/web.Dockerfile`) or that of its folder
 * (`docker/web/Dockerfile`) is that of a package elsewhere.
 */
export function placeDockerfile(
  root: string,
  file: string,
  { text, packages, files }: { text: string; packages: Packages; files: string[] },
): PlacedDockerfile {
  const { base, sources, port, health } = readDockerfile(file, text)
  const own = posix.dirname(file)
  const suffix = /^(?:([\w-]+)\.)?(?:Dockerfile|Containerfile)(?:\.([\w-]+))?$/.exec(posix.basename(file))
  const label = suffix?.[1] ?? suffix?.[2]
  const labelled = label === undefined ? undefined : packages.named(label)
  const home = labelled ?? (packages.has(own) || own === '.' ? own : (packages.named(posix.basename(own)) ?? own))
  // A folder of nothing but Dockerfiles has nothing to copy.
  const isBare = files.every(each => isDockerfile(each) || !isBelow(each, own))
  const usual = isBare && home !== own ? home : isBare && isForBuilding(own) ? '.' : own
  const context = contextOf(root, sources, [usual, own, home, '.'])
  const built = home === own && !packages.has(own) && context.folder !== own ? context.folder : home
  return {
    dockerfile: {
      file,
      ...(port ? { port } : {}),
      ...(health ? { health } : {}),
      context,
    },
    home: built,
    base,
  }
}

export interface Packages {
  /** Whether the folder holds a package.json. */
  has(folder: string): boolean
  /** The folder of the package of this name, or of the folder with this name that holds one. */
  named(name: string): string | undefined
}

/** The folder in which most of what COPY takes is there; the first of equals. */
function contextOf(
  root: string,
  sources: DockerfileFacts['sources'],
  folders: string[],
): { folder: string; seen?: Seen<string> } {
  const literal = sources.filter(({ value }) => !/[*?[]/.test(value) && posix.normalize(value).replace(/\/$/, '') !== '.')
  const isIn = (folder: string) => (source: Seen<string>) => existsSync(join(root, folder, source.value))
  const counts = folders.map(folder => ({ folder, count: literal.filter(isIn(folder)).length }))
  const [first = { folder: '.', count: 0 }, ...others] = counts
  const best = others.reduce((most, each) => (each.count > most.count ? each : most), first)
  if (best === first) return { folder: first.folder }
  const seen = literal.filter(isIn(best.folder)).find(source => !isIn(first.folder)(source))
  return { folder: best.folder, ...(seen ? { seen } : {}) }
}
