import { expect, test } from '@jest/globals'
import type { Declared } from '../../../../src/ops/declared-stacks.js'
import { levels } from '../../../../src/ops/deploy-all/levels.js'
import { partsOfAll } from '../../../../src/ops/deploy-all/parts.js'
import { backend, database, environment, frontend } from '../../../support/values.js'

const app = { name: 'shop', region: 'eu-central-1', blockPublicSnapshots: false, tags: {} }
const locate = async () => ({ file: 'f' })
const choices = { allowReplace: [], allowUncommitted: false, failFast: true }

const jobs = backend({ name: 'jobs' })
delete jobs.database

function declared(name: string): Declared {
  const of = environment({ name })
  const service = { app, environment: of, backends: ['backend', 'jobs'], root: '/r' }
  return {
    environment: {
      app,
      environment: of,
      services: ['frontend', 'jobs', 'backend'],
      databases: ['db'],
      originToken: 't',
      locate,
      root: '/r',
    },
    databases: [{ app, environment: of, database: database(), locate, root: '/r' }],
    services: [
      { ...service, service: frontend() },
      { ...service, service: jobs },
      { ...service, service: backend() },
    ],
  }
}

const names = (parts: { name: string }[]) => parts.map(({ name }) => name)

test('what is needed comes before, what needs nothing of one another together', () => {
  const [parts = []] = partsOfAll([declared('dev')], { ...choices, only: [] })
  expect(levels(parts).map(names)).toEqual([['dev'], ['db', 'jobs'], ['backend'], ['frontend']])
  expect(parts.map(({ stack }) => stack)).toEqual([
    'shop-dev',
    'shop-dev-db',
    'shop-dev-backend',
    'shop-dev-jobs',
    'shop-dev-frontend',
  ])
})

test('what is not chosen counts as being there', () => {
  const [parts = []] = partsOfAll([declared('dev')], { ...choices, only: ['frontend', 'backend'] })
  expect(levels(parts).map(names)).toEqual([['backend'], ['frontend']])
})

test('an environment comes after those that share a stack with it', () => {
  const [, [prod] = []] = partsOfAll([declared('dev'), declared('prod')], { ...choices, only: [] })
  expect(names(prod?.after ?? [])).toEqual(['dev'])
})

test('a name that none has is an error with those that there are', () => {
  expect(() => partsOfAll([declared('dev')], { ...choices, only: ['web'] })).toThrow(
    expect.objectContaining({
      code: 'NoSuchPart',
      exitCode: 5,
      details: expect.objectContaining({ why: expect.stringMatching(/dev, db, backend/) }),
    }),
  )
})

test('a first deployment makes all that its template has', async () => {
  const [[, db] = []] = partsOfAll([declared('dev')], { ...choices, only: [] })
  const [set] = (await db?.foresee()) ?? []
  expect(set).toMatchObject({ stackName: 'shop-dev-db', kind: 'create' })
  expect(set?.changes).toContainEqual(expect.objectContaining({ type: 'AWS::EC2::Volume', action: 'create' }))
})
