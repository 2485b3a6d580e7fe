import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from '@jest/globals'
import { instanceProblem, isDocumentDbClass } from '../../src/manifest/database-instances.js'
import { nextType } from '../../src/templates/database/larger.js'
import { installLinters } from './support.js'

const libraries = fileURLToPath(new URL('../../.local/venv/lib', import.meta.url))

/** What cfn-lint takes for a type of instance in any region. */
function known(schema: string): string[] {
  const [python = ''] = readdirSync(libraries)
  const file = join(libraries, python, 'site-packages/cfnlint/data/schemas/extensions', schema)
  const regions = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { enum?: string[] }>
  return [...new Set(Object.values(regions).flatMap(({ enum: types = [] }) => types))]
}

const named = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge']
const rung = (type: string) => {
  const size = type.split('.').at(-1) ?? ''
  return named.includes(size) ? named.indexOf(size) : named.length + Number(size.replace('xlarge', ''))
}

const familyOf = (type: string) => type.slice(0, type.lastIndexOf('.'))

/** Each size of a family, bare metal aside, with the one after it, as AWS has them. */
function steps(types: string[]): [string, string | null][] {
  const sizes = types.filter(type => !type.includes('.metal'))
  return [...new Set(sizes.map(familyOf))].flatMap(family => {
    const sorted = sizes.filter(type => familyOf(type) === family).sort((a, b) => rung(a) - rung(b))
    return sorted.map((type, i): [string, string | null] => [type, sorted[i + 1] ?? null])
  })
}

beforeAll(installLinters, 600_000)

const ofEc2 = () => known('aws_ec2_instance/instancetype_enum.json').filter(type => instanceProblem(type) === undefined)

test('the next size of every EC2 instance that is known is the one that AWS has', () => {
  const told = steps(ofEc2()).filter(([type]) => nextType(type) !== undefined)
  expect(told.length).toBeGreaterThan(500)
  expect(told.filter(([type, next]) => nextType(type) !== next)).toEqual([])
})

test('no family that the manifest knows by name is without its sizes', () => {
  const series = ['t', 'm', 'c', 'r', 'x', 'z', 'i', 'im', 'is']
  const families = series.flatMap(each =>
    (/it has (.*)$/.exec(instanceProblem(`${each}1nowhere.large`) ?? '')?.[1] ?? '').split(', '),
  )
  expect(families).toEqual(expect.arrayContaining(['t4g', 'm7i-flex', 'r7iz', 'is4gen']))
  const lacking = ofEc2().filter(type => families.includes(familyOf(type)) && nextType(type) === undefined)
  expect(lacking).toEqual([])
})

test('the next class of DocumentDB is the one that AWS has, and a burstable one is followed by another family', () => {
  const all = steps(known('aws_docdb_dbinstance/dbinstanceclass_enum.json').filter(isDocumentDbClass))
  const other: Record<string, string> = { 'db.t3.medium': 'db.r5.large', 'db.t4g.medium': 'db.r6g.large' }
  expect(all.length).toBeGreaterThan(30)
  expect(all.filter(([type, next]) => nextType(type) !== (other[type] ?? next))).toEqual([])
})
