import { basename, posix } from 'node:path'
import type { Candidate, Facts } from '../../ops/init/facts.js'
import { readText } from '../read.js'
import { isDockerfile, isForDevelopment, placeDockerfile, type PlacedDockerfile } from './dockerfiles.js'
import { filesBelow, isBelow } from './files.js'
import { serviceNames } from './names.js'
import { readPackages, type RepositoryPackages } from './packages.js'
import { isSource, mongoVariableOf, readSource, type SourceFacts } from './source.js'

/** Images of these are databases and the like: not services of the application. */
const notAService =
  /^(?:.*\/)?(?:mongo|mongo-express|redis|valkey|postgres|mysql|mariadb|rabbitmq|memcached|elasticsearch|localstack)(?:[:@]|$)/

/** Reads a repository and says what is in it; writes nothing. Throws BadPackageJson, BadYaml or Unreadable (exit 2). */
export async function inspect(root: string): Promise<Facts> {
  const files = filesBelow(root)
  const packages = await readPackages(root, files)
  const name = (await packages.in('.'))?.name ?? basename(root)
  const placed = await Promise.all(
    files
      .filter(isDockerfile)
      .map(async file => placeDockerfile(root, file, { text: await readText(root, file), packages, files })),
  )
  const services = placed.filter(({ base }) => !notAService.test(base))
  const homes = [...new Set(services.map(({ home }) => home))].sort()
  const names = serviceNames(homes, name)
  const { kept, left } = withoutDevelopment(services)
  const candidates = await Promise.all(
    homes.map(async home =>
      candidate(root, home, {
        name: names.get(home) ?? name,
        dockerfiles: kept.filter(each => each.home === home).map(({ dockerfile }) => dockerfile),
        sources: await sourcesOf(home, { files, homes, packages }),
        packages,
      }),
    ),
  )
  const databases = placed.filter(({ base }) => notAService.test(base))
  return {
    name,
    candidates,
    notes: [
      ...left.map(({ dockerfile }) => `${dockerfile.file} is left alone: by its name it's for development`),
      ...databases.map(
        ({ dockerfile, base }) => `${dockerfile.file} is left alone: its image is ${base}, not a service of yours`,
      ),
      ...(await withoutDockerfile(packages, homes)),
    ],
  }
}

/** Where there is a Dockerfile for production, those for development don't count. */
function withoutDevelopment(all: PlacedDockerfile[]): { kept: PlacedDockerfile[]; left: PlacedDockerfile[] } {
  const left = all.filter(
    each =>
      isForDevelopment(each.dockerfile.file) &&
      all.some(other => other.home === each.home && !isForDevelopment(other.dockerfile.file)),
  )
  return { kept: all.filter(each => !left.includes(each)), left }
}

async function withoutDockerfile(packages: RepositoryPackages, homes: string[]): Promise<string[]> {
  const notes = packages.folders
    .filter(folder => !homes.includes(folder))
    .map(async folder => {
      const start = (await packages.in(folder))?.start
      return start
        ? [`${folder} is left alone: ${start.file}:${start.line} has a start script, and there is no Dockerfile for it`]
        : []
    })
  return (await Promise.all(notes)).flat()
}

/** The programs of a service: below its folder but not below another service's, and those of the workspace's packages that it uses. */
async function sourcesOf(
  home: string,
  { files, homes, packages }: { files: string[]; homes: string[]; packages: RepositoryPackages },
): Promise<string[]> {
  const isOwn = (file: string) => !homes.some(other => other !== home && isBelow(other, home) && isBelow(file, other))
  const folders = [home, ...(await packages.behind(home))]
  return files.filter(file => isSource(file) && isOwn(file) && folders.some(folder => isBelow(file, folder)))
}

async function candidate(
  root: string,
  folder: string,
  found: Pick<Candidate, 'name' | 'dockerfiles'> & { sources: string[]; packages: RepositoryPackages },
): Promise<Candidate> {
  const { name, dockerfiles, packages } = found
  const own = await packages.in(folder)
  const behind = await Promise.all((await packages.behind(folder)).map(each => packages.in(each)))
  const sources: SourceFacts[] = []
  // One after the other: all at once would need more open files than a process may have.
  for (const file of found.sources) sources.push(readSource(file, await readText(root, file)))
  const isOwn = (file: string) => isBelow(file, folder)
  const port = own?.port ?? sources.find(each => each.port && isOwn(each.port.file))?.port
  const health = sources.find(each => each.health && isOwn(each.health.file))?.health
  const mongo = own?.mongo ?? behind.find(each => each?.mongo)?.mongo
  const mongoVariable = mongoVariableOf(sources)
  return {
    folder: posix.normalize(folder),
    name,
    dockerfiles,
    ...(port ? { port } : {}),
    ...(health ? { health } : {}),
    ...(mongo ? { mongo } : {}),
    ...(mongoVariable ? { mongoVariable } : {}),
    urlVariables: unique(sources.flatMap(each => each.urlVariables)),
    ...(own?.pages ? { pages: own.pages } : {}),
  }
}

const unique = <T extends { value: string }>(all: T[]): T[] =>
  all.filter((each, i) => all.findIndex(({ value }) => value === each.value) === i)
