import { beforeEach, expect, test } from '@jest/globals'
import type { Part } from '../../../../src/ops/deploy-all/part.js'
import type { ChangeSet } from '../../../../src/ops/ports/cloudformation.js'
import { upgradeEnvironments } from '../../../../src/ops/environment/upgrade-environments.js'
import { version } from '../../../../src/version.js'
import { change, fakeProgress, fakeStacks, stack, worldOf } from '../../../fakes/world.js'

const by = (mm: string) => `Resources: {}\nMetadata:\n  mm: "${mm}"\n`
let calls: string[]
beforeEach(() => void (calls = []))

function part(name: string, kind: Part['kind']): Part {
  const set: ChangeSet = { stackName: name, stackId: '', id: name, kind: 'update', changes: [change('Topic')] }
  return {
    ...{ name, kind, environment: 'dev', stack: name, stacks: [name], cdnStacks: [], needs: [], after: [] },
    ready: async () => true,
    plan: async () => ({
      sets: [set],
      discard: async () => {},
      apply: async () => (calls.push(`apply ${name}`), { stack: name, status: 'updated' as const }),
    }),
    foresee: async () => [],
  }
}

function worldWith(templates: Record<string, string>) {
  const own = { 'mm:app': 'shop', 'mm:env': 'dev' }
  const deployed = Object.keys(templates).map(name =>
    stack(name, { tags: { ...own, ...(name === 'shop-dev' ? {} : { 'mm:service': name }) } }),
  )
  return worldOf({ stacks: fakeStacks([], deployed, { templates }), progress: fakeProgress(calls) })
}

const upgrade = (templates: Record<string, string>) =>
  upgradeEnvironments('shop', [{ world: worldWith(templates), parts: [part('shop-dev', 'environment')] }], {
    approve: async sets => void calls.push(`asked about ${sets.map(({ stackName }) => stackName).join()}`),
  })

test('the environment is brought to these templates; what else another mm deployed is left, and named', async () => {
  const templates = {
    'shop-dev': by('0.0.9'),
    'shop-dev-web': by('0.0.8'),
    'shop-dev-api': 'Resources: {}\n',
    'shop-dev-new': by(version),
  }
  expect(await upgrade(templates)).toMatchObject({
    version,
    parts: [{ name: 'shop-dev', status: 'updated' }],
    others: [
      { stack: 'shop-dev-web', environment: 'dev', version: '0.0.8' },
      { stack: 'shop-dev-api', environment: 'dev' },
    ],
  })
  expect(calls).toContain('asked about shop-dev')
  expect(calls.filter(each => each.startsWith('apply'))).toEqual(['apply shop-dev'])
  expect(calls.join('\n')).toContain(`shop-dev was changed last by mm 0.0.9; this is ${version}`)
})

test("what isn't deployed isn't made", async () => {
  await expect(upgrade({})).rejects.toMatchObject({ code: 'EnvironmentNotDeployed', exitCode: 5 })
  expect(calls).toEqual([])
})
