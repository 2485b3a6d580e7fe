import { expect, test } from '@jest/globals'
import type { Service } from '../../src/manifest/service.js'
import { serviceParameters } from '../../src/templates/service/service-parameters.js'
import { backend, environment, frontend } from '../support/values.js'
import { deploy } from './network-world.js'
import { connections, nodes } from './reachability.js'
import { goldenStack } from './support.js'

/** A frontend and a backend by their golden stacks, in a network that is the same for all. */
function world(suffix: string, of = environment()) {
  const network = deploy('env', goldenStack('environment/nat-single'), { App: 'shop', Env: 'dev', Zone0: 'a', Zone1: 'b' })
  const context = { backends: ['backend'], environment: of }
  const values = { app: 'shop', env: 'dev', image: 'i', environment: network.outputs, database: {} }
  const service = (manifest: Service) =>
    deploy(manifest.name, goldenStack(`${manifest.name}/${suffix}`), serviceParameters(manifest, context, values))
  return [network, service(frontend()), service(backend())]
}

const between = (stacks: ReturnType<typeof world>) =>
  connections(stacks).filter(each => /^(frontend|InternalBalancer|PublicBalancer) -> (?!internet)/.test(each))

test('with a domain the frontend reaches the internal balancer by HTTPS, and no more by HTTP', () => {
  expect(between(world('domain', environment({ domain: { name: 'shop.example.com' } })))).toEqual([
    'InternalBalancer -> backend:8080',
    'PublicBalancer -> frontend:3000',
    'frontend -> InternalBalancer:443',
  ])
})

test('on instances the chain is the same, and no task has a public address', () => {
  const capacity = { type: 'ec2', instance: 't4g.medium', min: 2, max: 6 } as const
  const stacks = world('ec2', environment({ capacity }))
  expect(between(stacks)).toEqual([
    'InternalBalancer -> backend:8080',
    'PublicBalancer -> frontend:3000',
    'frontend -> InternalBalancer:80',
  ])
  expect(
    nodes(stacks)
      .filter(({ isPublic }) => isPublic)
      .map(({ name }) => name),
  ).toEqual(['PublicBalancer'])
})
