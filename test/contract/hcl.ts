import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// checkov brings a parser of Terraform's language with it.
const python = fileURLToPath(new URL('../../.local/checkov/bin/python', import.meta.url))
const program = 'import hcl2, json, sys; print(json.dumps([hcl2.loads(each) for each in json.load(sys.stdin)]))'

/** What stands in a block. Each value is in a list, since a block may stand there twice. */
type Body = Record<string, unknown>

/** A file by the types of its blocks, as python-hcl2 gives it. */
export type ParsedHcl = Record<string, Body[]>

/** Files as a parser of Terraform's language reads them. Throws with what it says. */
export function parseHcl(texts: string[]): ParsedHcl[] {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' })
  if (status !== 0) throw new Error(`the files are no HCL: ${stderr}`)
  return JSON.parse(stdout) as ParsedHcl[]
}

interface BlockSchema {
  arguments: string[]
  required: string[]
  blocks: Record<string, BlockSchema>
}

const schema = JSON.parse(readFileSync(fileURLToPath(new URL('terraform-schema.json', import.meta.url)), 'utf8')) as {
  provider: string
  resource: Record<string, BlockSchema>
  data: Record<string, BlockSchema>
}
export const knownTypes = { resource: Object.keys(schema.resource), data: Object.keys(schema.data) }
export const knownSchema = { resource: schema.resource, data: schema.data }

/** Terraform's own: every resource has them. */
const meta: BlockSchema = {
  arguments: ['provider'],
  required: [],
  blocks: { lifecycle: { arguments: ['prevent_destroy', 'ignore_changes'], required: [], blocks: {} } },
}

/** What the provider has against resources and data sources: a type, argument or block that it doesn't have, or one that it misses. */
export function schemaMistakes(file: ParsedHcl): string[] {
  return (['resource', 'data'] as const).flatMap(kind =>
    (file[kind] ?? []).flatMap(block =>
      Object.entries(block).flatMap(([type, named]) =>
        Object.entries(named as Record<string, Body>).flatMap(([name, body]) => {
          const own = schema[kind][type]
          if (!own) return [`${type}.${name}: there is no such type`]
          const all = { ...own, arguments: [...own.arguments, ...meta.arguments], blocks: { ...own.blocks, ...meta.blocks } }
          return mistakesIn(body, all).map(mistake => `${type}.${name}: ${mistake}`)
        }),
      ),
    ),
  )
}

function mistakesIn(body: Body, own: BlockSchema): string[] {
  const names = Object.keys(body).filter(name => !name.startsWith('__'))
  const missing = own.required.filter(name => !names.includes(name)).map(name => `${name} is missing`)
  const wrong = names.flatMap(name => {
    const block = own.blocks[name]
    if (block) return (body[name] as Body[]).flatMap(inner => mistakesIn(inner, block).map(mistake => `${name}.${mistake}`))
    return own.arguments.includes(name) ? [] : [`there is no ${name}`]
  })
  return [...missing, ...wrong]
}
