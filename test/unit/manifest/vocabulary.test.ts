import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { appVocabulary, readApp } from '../../../src/manifest/read-app.js'
import { databaseVocabulary } from '../../../src/manifest/database-vocabulary.js'
import { readDatabase } from '../../../src/manifest/read-database.js'
import { environmentVocabulary } from '../../../src/manifest/environment-vocabulary.js'
import { readEnvironment } from '../../../src/manifest/read-environment.js'
import { readService } from '../../../src/manifest/read-service.js'
import { serviceVocabulary } from '../../../src/manifest/service-vocabulary.js'
import { workloadType } from '../../../src/manifest/workload-type.js'
import { fromTheTop, type Vocabulary } from '../../../src/manifest/vocabulary.js'
import type { Source } from '../../../src/manifest/source.js'

interface Manifest {
  kind: string
  vocabulary: Vocabulary
  read: (source: Source) => unknown
  /** Keys that every manifest of the kind has. */
  least: Record<string, string>
}

const manifests: Manifest[] = [
  { kind: 'application', vocabulary: appVocabulary, read: readApp, least: { name: 'shop', region: 'eu-central-1' } },
  {
    kind: 'environment',
    vocabulary: environmentVocabulary,
    read: source => readEnvironment(source, 'eu-central-1'),
    least: { name: 'dev', type: 'Environment' },
  },
  {
    kind: 'database',
    vocabulary: databaseVocabulary,
    read: source => readDatabase(source, 'dev'),
    least: { name: 'db', type: 'MongoDB' },
  },
  {
    kind: 'service',
    vocabulary: serviceVocabulary,
    read: source => readService(source, 'dev'),
    least: { name: 'web', type: 'Backend Service', image: '{port: 3000}', http: '{path: /}' },
  },
]
const docs = readFileSync(new URL('../../../docs/manifest.md', import.meta.url), 'utf8')

const otherSubnets = '[{cidr: 10.0.16.0/24, az: eu-central-1a}, {cidr: 10.0.17.0/24, az: eu-central-1b}]'
const existing = (first: number) => `[{id: subnet-0000000${first}}, {id: subnet-0000000${first + 1}}]`

/** Keys that are right only beside others, or with them. */
const inCompany: [RegExp, string][] = [
  [/^(cdn: .*)$/, 'domain: shop.example.com\n$1'],
  [/^network: \{vpc: \{id: (.*)\}\}$/, `network: {vpc: {id: $1, subnets: {public: ${existing(1)}, private: ${existing(3)}}}}`],
  [/^database: \{as: (.*)\}$/, 'database: {name: db, as: $1}'],
  [/^image: \{healthcheck: \{(?!command)(.*)\}\}$/, 'image: {healthcheck: {command: "true", $1}}'],
  [/^image: \{(?!.*port:)(.*)\}$/, 'image: {port: 3000, $1}'],
  [/^count: \{range: \{(?:min|max): .*\}\}$/, 'count: {range: {min: 1, max: 10}}'],
  [/^count: \{range: (.*)\}$/, 'count: {range: $1, cpu_percentage: 70}'],
  [/^count: \{cooldown: (.*)\}$/, 'count: {range: 1-10, cpu_percentage: 70, cooldown: $1}'],
  [/^count: \{(?!range)(.*)\}$/, 'count: {range: 1-10, $1}'],
  [/^deployment: \{percent: /, 'deployment: {strategy: canary, percent: '],
  [/^deployment: \{step_time: /, 'deployment: {strategy: canary, percent: 10, step_time: '],
  [/^domain: \{hosted_zone: (.*)\}$/, 'domain: {name: shop.example.com, hosted_zone: $1}'],
  [/^capacity: \{(instance|min|max): (.*)\}$/, 'capacity: {type: ec2, $1: $2}'],
  [/^(http: .*certificates.*)$/, 'domain: shop.example.com\n$1'],
  [/^(http: .*redirect.*)$/, 'domain: shop.example.com\n$1'],
  [
    /^network: \{vpc: \{subnets: \{public: (\[.*cidr.*\])\}\}\}$/,
    `network: {vpc: {subnets: {public: $1, private: ${otherSubnets}}}}`,
  ],
  [
    /^network: \{vpc: \{subnets: \{private: (\[.*cidr.*\])\}\}\}$/,
    `network: {vpc: {subnets: {public: ${otherSubnets}, private: $1}}}`,
  ],
  [
    /^network: \{vpc: \{subnets: \{database: (\[.*cidr.*\])\}\}\}$/,
    `network: {vpc: {subnets: {public: ${otherSubnets}, private: ${otherSubnets.replaceAll('10.0.1', '10.0.3')}, database: $1}}}`,
  ],
  [/^network: \{vpc: \{subnets: (\{public: \[\{id.*\})\}\}$/, 'network: {vpc: {id: vpc-0a1b2c3d, subnets: $1}}'],
]

describe.each(manifests)('the $kind', ({ vocabulary, read, least }) => {
  const keys = Object.keys(vocabulary.examples)

  // What errors tell people to write must itself be right.
  test.each(keys)('the example of %s is taken', key => {
    const [top = ''] = key.split('.')
    const lines = Object.entries(least).filter(([each]) => each !== top)
    const own = inCompany.reduce((line, [alone, together]) => line.replace(alone, together), fromTheTop(vocabulary, key))
    const text = [...lines.map(([each, value]) => `${each}: ${value}`), own].join('\n')
    expect(() => read({ file: 'f', text })).not.toThrow()
  })

  test.each(keys)('%s is in docs/manifest.md', key => {
    expect(docs).toContain(`\`${key}\``)
  })

  test.each([...vocabulary.later])('%s is not taken yet', key => {
    const [top = '', ...rest] = key.split('.')
    const value = rest.reduceRight((inner, each) => `{${each}: ${inner}}`, '1')
    const text = [
      ...Object.entries(least)
        .filter(([each]) => each !== top)
        .map(([each, own]) => `${each}: ${own}`),
      `${top}: ${value}`,
    ].join('\n')
    expect(() => read({ file: 'f', text })).toThrow(
      expect.objectContaining({
        code: 'BadManifest',
        details: expect.objectContaining({
          fix: expect.arrayContaining([expect.stringContaining(`remove ${key.split('.').at(-1)}`)]),
        }),
      }),
    )
  })
})

test('the manifests that docs/manifest.md shows are right', () => {
  const shown = [...docs.matchAll(/```yaml\n(name: [^`]*)```/g)].map(([, text = '']) => text)
  const types = shown.map(text => {
    if (text.includes('type: Environment')) return readEnvironment({ file: 'docs/manifest.md', text }, 'eu-central-1').name
    const type = workloadType({ file: 'docs/manifest.md', text })
    return (type === 'MongoDB' ? readDatabase : readService)({ file: 'docs/manifest.md', text }, 'prod').type
  })
  expect(types).toEqual(['prod', 'Backend Service', 'MongoDB', 'MongoDB'])
})
