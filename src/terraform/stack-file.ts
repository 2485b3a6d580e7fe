import { expression, hcl, type Expression, type Item, type Value } from './hcl.js'
import { providerOf } from './providers.js'
import { addressOf, referenceTo } from './references.js'
import type { Exported, ExportedStack } from './stacks.js'
import { secretVariable } from './variables.js'

/** What CloudFormation takes in the call itself. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxBodyBytes = 51_200

/** How long Terraform waits; the provider's own 30 minutes are too short for members that are replaced one after the other. */
const patience = '2h'

export const templatePath = (stackName: string) => `templates/${stackName}.stack.yml`

/** True of a template that must be put into a bucket first. */
export const isLarge = ({ template }: Pick<ExportedStack, 'template'>) => Buffer.byteLength(template) > maxBodyBytes

/** One stack, whose template stands beside it: nothing of Terraform's is replaced in it. */
export function stackFile(stack: ExportedStack, exported: Exported): string {
  const { label, name, region } = stack
  if (stack.foreign) return hcl([{ type: 'data', labels: ['aws_cloudformation_stack', label], body: [{ set: { name } }] }])
  return hcl([
    ...(isLarge(stack) ? [storedTemplate(stack, exported)] : []),
    {
      type: 'resource',
      labels: ['aws_cloudformation_stack', label],
      body: [
        {
          set: {
            ...providerOf(region, exported.region),
            name,
            ...templateOf(stack, exported),
            capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
            ...roleOf(stack, exported),
            parameters: parametersOf(stack, exported),
            tags: stack.tags,
          },
        },
        { type: 'timeouts', body: [{ set: { create: patience, update: patience, delete: patience } }] },
        ...(stack.protected || stack.holders.length > 0
          ? [{ type: 'lifecycle', body: [{ set: { prevent_destroy: true } }] }]
          : []),
      ],
    },
  ])
}

/** `import` blocks of all stacks. */
export const importsFile = (stacks: ExportedStack[]): string =>
  hcl(
    stacks
      .filter(({ foreign }) => !foreign)
      .map(stack => ({ type: 'import', body: [{ set: { to: expression(addressOf(stack)), id: stack.name } }] })),
  )

/** Left out, the provider would send an empty one, which CloudFormation refuses: a stack keeps its role for ever. */
function roleOf(stack: ExportedStack, { stacks }: Exported): Record<string, Value> {
  const { roleArn } = stack
  if (roleArn === undefined) return {}
  return { iam_role_arn: referenceTo(earlier(stacks, stack), 'CloudFormationRoleArn', roleArn) ?? roleArn }
}

const earlier = (stacks: ExportedStack[], stack: ExportedStack) => stacks.slice(0, stacks.indexOf(stack))

function parametersOf(stack: ExportedStack, { stacks, secret }: Exported): Record<string, Value> {
  const before = earlier(stacks, stack)
  const value = (name: string, text: string): Value =>
    secret.has(name) ? expression(`var.${secretVariable(name)}`) : (referenceTo(before, name, text) ?? text)
  return Object.fromEntries(Object.entries(stack.parameters).map(([name, text]) => [name, value(name, text)]))
}

const pathExpression = (stack: ExportedStack) => `"\${path.module}/${templatePath(stack.name)}"`

function templateOf(stack: ExportedStack, { region, partition }: Exported): Record<string, Expression> {
  if (!isLarge(stack)) return { template_body: expression(`file(${pathExpression(stack)})`) }
  const object = `aws_s3_object.${stack.label}_template`
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  return { template_url: expression(`"https://\${${object}.bucket}.s3.${region}.${suffix}/\${${object}.key}"`) }
}

/** The bucket's name is written out: as a reference, each change of its stack would seem to replace the object. */
function storedTemplate(stack: ExportedStack, { stacks }: Exported): Item {
  const hash = `substr(filesha256(${pathExpression(stack)}), 0, 32)`
  return {
    type: 'resource',
    labels: ['aws_s3_object', `${stack.label}_template`],
    body: [
      {
        set: {
          bucket: stacks.map(({ outputs }) => outputs['ArtifactBucket']).find(Boolean) ?? '',
          key: expression(`"templates/${stack.name}/\${${hash}}.yml"`),
          source: expression(pathExpression(stack)),
          content_type: 'text/yaml',
        },
      },
    ],
  }
}
