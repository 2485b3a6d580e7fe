import { usageError } from '../../errors.js'
import { nearest } from '../../nearest.js'
import { manifestOf, type Existing } from './existing.js'
import type { Facts } from './facts.js'

/** What flags or questions have settled; everything else is guessed. Services are named as in the plan. */
export interface Answers {
  app?: string
  region?: string
  frontends: string[]
  backends: string[]
  /** A name, or `none`. */
  database?: string
  dockerfiles: Record<string, string>
  ports: Record<string, string>
  healths: Record<string, string>
}

interface Wrong {
  what: string
  fix: string
}

/** Throws BadAnswers (exit 2) with every flag that can't be meant so, before anything is written. */
export function checkAnswers(answers: Answers, facts: Facts, existing: Existing): void {
  const wrong = [...unknownServices(answers, facts, existing), ...badValues(answers, facts)]
  const [first] = wrong
  if (!first) return
  throw usageError('BadAnswers', wrong.length === 1 ? first.what : `${wrong.length} flags are wrong`, {
    ...(wrong.length === 1 ? {} : { why: wrong.map(({ what }) => what).join('\n') }),
    state: 'nothing was written',
    fix: [...new Set(wrong.map(({ fix }) => fix))],
  })
}

function unknownServices(answers: Answers, { candidates }: Facts, existing: Existing): Wrong[] {
  const fresh = candidates.filter(candidate => !manifestOf(candidate, existing))
  const known = [...fresh, ...existing.services].map(({ name }) => name)
  const named: [string, string[]][] = [
    ['frontend', answers.frontends],
    ['backend', answers.backends],
    ['dockerfile', Object.keys(answers.dockerfiles)],
    ['port', Object.keys(answers.ports)],
    ['health', Object.keys(answers.healths)],
  ]
  return named.flatMap(([flag, names]) =>
    names
      .filter(name => !known.includes(name))
      .map(name => ({
        what: `--${flag} ${name}: there is no such service here${known.length > 0 ? `, there is ${known.join(', ')}` : ''}`,
        fix: `--${flag} ${nearest(name, known) ?? known[0] ?? '…'}`,
      })),
  )
}

function badValues({ frontends, backends, database, dockerfiles, ports, healths }: Answers, { candidates }: Facts): Wrong[] {
  const both = frontends.filter(name => backends.includes(name))
  return [
    ...both.map(name => ({ what: `${name} can't be a frontend and a backend`, fix: `--frontend ${name}` })),
    ...Object.entries(ports).flatMap(([name, port]) => {
      const problem = portProblem(port)
      return problem ? [{ what: `${name} can't listen on port ${port}: ${problem}`, fix: `--port ${name}=3000` }] : []
    }),
    ...Object.entries(healths)
      .filter(([, path]) => !/^\/[\x21-\x7e]*$/.test(path))
      .map(([name, path]) => ({
        what: `--health ${name}=${path}: it must be a path that starts with /`,
        fix: `--health ${name}=/${path.replace(/^\/+|\s/g, '')}`,
      })),
    ...Object.entries(dockerfiles).flatMap(([name, file]) => {
      const known = candidates.find(each => each.name === name)?.dockerfiles.map(each => each.file) ?? [file]
      return known.includes(file)
        ? []
        : [
            {
              what: `--dockerfile ${name}=${file}: there is no such Dockerfile of ${name}, there is ${known.join(', ')}`,
              fix: `--dockerfile ${name}=${nearest(file, known) ?? known[0]}`,
            },
          ]
    }),
    ...(database === undefined || database === 'none' ? [] : databaseProblems(database, candidates)),
  ]
}

function databaseProblems(name: string, candidates: Facts['candidates']): Wrong[] {
  if (!/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/.test(name) || ['environments', 'pipelines', 'shared'].includes(name)) {
    return [
      {
        what: `--database ${name}: a name has 1-30 lower case letters, digits or hyphens, and starts with a letter`,
        fix: '--database db',
      },
    ]
  }
  const isService = candidates.some(each => each.name === name)
  return isService ? [{ what: `--database ${name}: a service has that name`, fix: '--database db' }] : []
}

/** What is wrong with a port as it was typed; undefined when nothing is. */
export const portProblem = (text: string): string | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535 ? undefined : 'ports go from 1 to 65535'
