import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dataHolders } from '../../src/ops/stack/data-holders.js'
import { exportTerraform } from '../../src/ops/export/export-terraform.js'
import { adopted } from '../../src/terraform/adoption.js'
import { hcl } from '../../src/terraform/hcl.js'
import type { ExportFile } from '../../src/terraform/stacks.js'
import { schemaOf } from '../../scripts/terraform-schema.mjs'
import { goldenExports } from '../support/golden-exports.js'
import { hasTerraform, terraform, terraformInit, writeExport } from '../support/terraform.js'
import { installCheckov } from './checkov.js'
import { knownSchema, knownTypes, parseHcl, schemaMistakes } from './hcl.js'

const root = mkdtempSync(join(tmpdir(), 'mm-terraform-'))
const names = Object.keys(goldenExports)
const exports: Record<string, ExportFile[]> = {}

beforeAll(async () => {
  installCheckov()
  for (const name of names) {
    const { world, request } = goldenExports[name]!()
    exports[name] = (await exportTerraform(world, request)).files
    writeExport(join(root, name), exports[name])
  }
}, 300_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const textsOf = (name: string) => (exports[name] ?? []).filter(file => file.name.endsWith('.tf')).map(({ text }) => text)

describe.each(names)('the export of %s', name => {
  test("is what a parser of Terraform's language reads", () => {
    const files = parseHcl(textsOf(name))
    const count = (type: string) => files.reduce((sum, file) => sum + (file[type]?.length ?? 0), 0)
    expect(count('import')).toBe(
      textsOf(name)
        .join('')
        .match(/^import \{/gm)?.length,
    )
    expect(count('resource')).toBe(
      textsOf(name)
        .join('')
        .match(/^resource "/gm)?.length,
    )
  }, 240_000)

  test('has types and arguments that the provider has, and none missing', () => {
    expect(parseHcl(textsOf(name)).flatMap(schemaMistakes)).toEqual([])
  }, 240_000)

  test('imports each stack and each resource exactly once, and each is there', () => {
    for (const adoption of [false, true]) {
      const files = (exports[name] ?? []).filter(file => file.name.startsWith('adopt/') === adoption)
      const text = files.map(file => file.text).join('\n')
      const imported = [...text.matchAll(/^ {2}to = (\S+)$/gm)].map(([, address]) => address)
      const made = [...text.matchAll(/^resource "(\S+)" "(\S+)"/gm)].map(([, type, label]) => `${type}.${label}`)
      expect(imported.length).toBeGreaterThan(0)
      expect([...imported].sort()).toEqual(made.filter(address => !address.startsWith('aws_s3_object.')).sort())
    }
  })
})

test('whatever holds data has a type of Terraform', () => {
  expect(Object.keys(adopted).sort()).toEqual([...dataHolders].sort())
  expect(knownTypes.resource).toEqual(expect.arrayContaining(Object.values(adopted).map(({ type }) => type)))
})

describe('what would be found', () => {
  const mistakes = (text: string) => parseHcl([text]).flatMap(schemaMistakes)
  test.each([
    ['resource "aws_cloudformation_stak" "a" {}', ['aws_cloudformation_stak.a: there is no such type']],
    ['resource "aws_cloudformation_stack" "a" {}', ['aws_cloudformation_stack.a: name is missing']],
    ['resource "aws_s3_bucket" "a" {\n  bukket = "x"\n}', ['aws_s3_bucket.a: there is no bukket']],
    [
      'resource "aws_s3_bucket" "a" {\n  lifecycle {\n    prevent = true\n  }\n}',
      ['aws_s3_bucket.a: lifecycle.there is no prevent'],
    ],
  ])('%j', (text, expected) => expect(mistakes(text)).toEqual(expected))
  test('a string that is never closed', () => expect(() => parseHcl(['a = "b'])).toThrow(/no HCL/))
})

// The real program with the real provider, where the machine has both.
const real = hasTerraform ? describe : describe.skip
real('terraform', () => {
  const folders = names.flatMap(name => [name, `${name}/adopt`])
  beforeAll(async () => {
    for (const folder of folders) expect(await terraformInit(join(root, folder))).toMatchObject({ status: 0, stderr: '' })
  }, 300_000)

  test.each(folders)(
    'validate accepts the export of %s',
    async folder => {
      expect(await terraform(join(root, folder), ['validate', '-no-color'])).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('The configuration is valid'),
        stderr: '',
      })
    },
    60_000,
  )

  test('fmt finds nothing to tidy', async () => {
    expect(await terraform(root, ['fmt', '-check', '-diff', '-recursive'])).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  test('the kept part of the schema is what the provider says', async () => {
    const { stdout } = await terraform(join(root, 'dev'), ['providers', 'schema', '-json'])
    expect(schemaOf(JSON.parse(stdout), knownTypes)).toEqual(knownSchema)
  }, 240_000)

  test('a text is in Terraform what it is here', async () => {
    const texts = [
      '${a}',
      '$${a}',
      '$$${a}',
      '%{if}',
      '%%{if}',
      '"a" \\ b',
      'a\nb\tc\r',
      '\u0001\u007f\u2028',
      'grüße 🛒',
      '100 % {of} $',
    ]
    const [, written] = /^x = (.*)\n$/.exec(hcl([{ set: { x: texts } }])) ?? []
    const input = `join(",", [for text in ${written} : base64encode(text)])\n`
    // In a folder of its own: beside a configuration it would ask its provider who is calling.
    const empty = join(root, 'empty')
    mkdirSync(empty)
    const { stdout, stderr } = await terraform(empty, ['console'], { input })
    expect(stderr).toBe('')
    const said = stdout
      .trim()
      .replaceAll('"', '')
      .split(',')
      .map(each => Buffer.from(each, 'base64').toString())
    expect(said).toEqual(texts)
  }, 240_000)
})
