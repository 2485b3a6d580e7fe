import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { dockerfileSays } from '../../../src/workspace/dockerfile-says.js'
import { repository, type Repository } from '../../support/repository.js'

let repo: Repository | undefined
afterEach(() => repo?.remove())

function says(lines: string[], target?: string) {
  repo = repository({ 'web/Dockerfile': lines.join('\n') })
  return dockerfileSays(join(repo.root, 'web/Dockerfile'), target)
}

test.each<[string, string[], number[]]>([
  ['all ports, in their order', ['FROM node', 'EXPOSE 3000 9229/tcp', 'EXPOSE 9100'], [3000, 9229, 9100]],
  ['those of a range', ['FROM node', 'EXPOSE 3000-3002'], [3000, 3001, 3002]],
  ['none that is served by UDP, or is none', ['FROM node', 'EXPOSE 53/udp http 0 3002-3000'], []],
  ['those of the stages below', ['FROM node AS base', 'EXPOSE 1', 'FROM base AS run', 'EXPOSE 2', 'FROM base'], [1]],
  ['none without EXPOSE', ['FROM node', 'ENV PORT=3000'], []],
])('%s', async (_, lines, ports) => {
  expect(await says(lines)).toEqual({ ports })
})

const stages = ['FROM node AS Dev', 'EXPOSE 5173', 'HEALTHCHECK CMD curl http://localhost:5173/dev', 'FROM node', 'EXPOSE 80']

test('of the stage that is built', async () => {
  expect(await says(stages)).toEqual({ ports: [80] })
  expect(await says(stages, 'dev')).toEqual({ ports: [5173], healthPath: '/dev' })
  expect(await says(stages, 'nowhere')).toEqual({ ports: [] })
})

test("of a file that isn't there nothing", async () => {
  await expect(dockerfileSays('/nowhere/Dockerfile')).rejects.toMatchObject({ code: 'Unreadable', exitCode: 2 })
})
