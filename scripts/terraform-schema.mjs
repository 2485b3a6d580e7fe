// Writes the arguments of the resource types that an export uses into test/contract/terraform-schema.json, out of
// `terraform providers schema -json` on stdin:  terraform providers schema -json | node scripts/terraform-schema.mjs VERSION
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'

const target = fileURLToPath(new URL('../test/contract/terraform-schema.json', import.meta.url))

/** Of each type: its arguments, and of its blocks theirs. Those that only AWS sets aren't arguments. */
export function argumentsOf(block) {
  const given = Object.entries(block.attributes ?? {}).filter(([, { optional, required }]) => optional || required)
  return {
    arguments: given.map(([name]) => name).sort(),
    required: given.flatMap(([name, { required }]) => (required ? [name] : [])).sort(),
    blocks: Object.fromEntries(
      Object.entries(block.block_types ?? {}).map(([name, { block: inner }]) => [name, argumentsOf(inner)]),
    ),
  }
}

/** The part of the provider's schema that the named types have. */
export function schemaOf(schemas, types) {
  const { resource_schemas, data_source_schemas } = Object.values(schemas.provider_schemas)[0]
  const of = (all, names) => Object.fromEntries(names.map(name => [name, argumentsOf(all[name].block)]))
  return { resource: of(resource_schemas, types.resource), data: of(data_source_schemas, types.data) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = JSON.parse(readFileSync(target, 'utf8'))
  const types = { resource: Object.keys(before.resource), data: Object.keys(before.data) }
  const schema = schemaOf(JSON.parse(readFileSync(0, 'utf8')), types)
  writeFileSync(
    target,
    await format(JSON.stringify({ provider: process.argv[2], ...schema }), { parser: 'json', printWidth: 130 }),
  )
}
