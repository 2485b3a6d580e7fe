import { usageError } from '../../errors.js'
import { regionProblem } from './app-name.js'
import { portProblem, type Answers } from './answers.js'
import type { Candidate, Dockerfile, Facts } from './facts.js'
import { manifestOf, type Existing } from './existing.js'
import { roleOf } from './role.js'

/** Something that only a person knows, and the flag that answers it. */
export interface Question {
  key: 'region' | 'role' | 'port' | 'dockerfile'
  service?: string
  message: string
  flag: string
  choices?: string[]
  /** What is wrong with an answer; undefined when nothing is. */
  problem?: (answer: string) => string | undefined
}

/** What can't be guessed, in the order in which it's asked; nothing about a service whose manifest is there. */
export function openQuestions({ facts, existing, answers }: PlanInput, region: string | undefined): Question[] {
  return [
    ...(region === undefined
      ? [
          {
            key: 'region' as const,
            message: 'Which AWS region, such as eu-central-1?',
            flag: '--region eu-central-1',
            problem: regionProblem,
          },
        ]
      : []),
    ...facts.candidates
      .filter(candidate => !manifestOf(candidate, existing))
      .flatMap(candidate => ofService(candidate, facts, answers)),
  ]
}

/** What a plan is made of. */
export interface PlanInput {
  facts: Facts
  existing: Existing
  answers: Answers
}

/** The Dockerfile that was chosen, else the only one. */
export function chosenDockerfile({ name, dockerfiles }: Candidate, answers: Answers): Dockerfile | undefined {
  const chosen = answers.dockerfiles[name]
  return chosen === undefined
    ? dockerfiles.length === 1
      ? dockerfiles[0]
      : undefined
    : dockerfiles.find(({ file }) => file === chosen)
}

function ofService(candidate: Candidate, facts: Facts, answers: Answers): Question[] {
  const { name, dockerfiles } = candidate
  const files = dockerfiles.map(({ file }) => file)
  const dockerfile = chosenDockerfile(candidate, answers)
  const asked: Question[] = []
  if (!dockerfile) {
    asked.push({
      key: 'dockerfile',
      service: name,
      message: `Which Dockerfile builds ${name}?`,
      flag: `--dockerfile ${name}=${files.join('|')}`,
      choices: files,
    })
  }
  // Whether a port is missing is known when the Dockerfile is.
  const ports = (dockerfile ? [dockerfile] : dockerfiles).map(({ port }) => port ?? candidate.port)
  if (answers.ports[name] === undefined && ports.every(port => !port)) {
    asked.push({
      key: 'port',
      service: name,
      message: `Which port does ${name} listen on? (there is no EXPOSE in ${files.join(' or ')})`,
      flag: `--port ${name}=3000`,
      problem: portProblem,
    })
  }
  if (!roleOf(candidate, facts, answers)) {
    asked.push({
      key: 'role',
      service: name,
      message: `Is ${name} what people open (frontend), or does only another service call it (backend)?`,
      flag: `--frontend ${name} (or --backend ${name})`,
      choices: ['frontend', 'backend'],
    })
  }
  return asked
}

/** The answers with one more. */
export function answered(answers: Answers, { key, service = '' }: Question, answer: string): Answers {
  switch (key) {
    case 'region':
      return { ...answers, region: answer }
    case 'dockerfile':
      return { ...answers, dockerfiles: { ...answers.dockerfiles, [service]: answer } }
    case 'port':
      return { ...answers, ports: { ...answers.ports, [service]: answer } }
    case 'role':
      return answer === 'frontend'
        ? { ...answers, frontends: [...answers.frontends, service] }
        : { ...answers, backends: [...answers.backends, service] }
  }
}

export const noDockerfile = (notes: string[]) =>
  usageError('NoDockerfile', 'there is no Dockerfile in this repository', {
    why: ['mm runs containers, and builds them from your Dockerfiles', ...notes].join('\n'),
    state: 'nothing was written',
    fix: [
      'write one in the folder of each service, for example:',
      'FROM node:20-alpine',
      'WORKDIR /app',
      'COPY package*.json ./',
      'RUN npm ci --omit=dev',
      'COPY . .',
      'USER node',
      'EXPOSE 3000',
      'CMD ["node", "server.js"]',
    ],
  })
