import { heldBy, stays } from './adoption.js'
import { addressOf } from './references.js'
import { isLarge } from './stack-file.js'
import type { Exported } from './stacks.js'
import { secretVariables } from './variables.js'

/** README.md beside the files: what they are, and what to do with them in which order. */
export const handOver = (exported: Exported): string =>
  [head(exported), takeOver(exported), afterwards, dataHolders(exported)].join('\n')

const head = ({ app, env, account, region, stacks }: Exported) => `# ${app} ${env} as Terraform configuration

Written by \`mm export terraform\`. It's what was deployed in account ${account}, region ${region}, at that moment: each stack with its
template, parameters and tags.

| stack | in Terraform |
|---|---|
${stacks.map(stack => `| ${stack.name} (${stack.region}) | \`${addressOf(stack)}\`${stack.foreign ? ': read, not managed' : ''} |`).join('\n')}
`

const takeOver = (exported: Exported) => `## Taking over

Nobody runs \`mm … deploy\` or \`mm … delete\` on this environment from now on: two who change the same stacks undo each other's work.

1. Add a backend for the state. The state holds every parameter and output: keep it encrypted, and closed to whoever may not read them.
2. ${secrets(exported)}
3. \`terraform init\`, then \`terraform plan\`. ${counts(exported)}
   Every stack is imported and changed in the state alone: the provider doesn't read parameters at an import, so the plan adds them, with those
   that come from another stack as "known after apply".
${passedRole(exported)}4. \`terraform apply\`. CloudFormation gets each stack's own template, parameters and tags, and answers that there's nothing to do.${newestImage(exported)}
5. \`terraform plan\` again says "No changes". Then \`imports.tf\` may go.

Between the export and the first apply nothing may be deployed: a stack that has changed since would be taken back to what is written here.
Tried with Terraform 1.11.4 and version 5.100.0 of the provider.
`

function secrets(exported: Exported): string {
  const variables = secretVariables(exported)
  if (variables.length === 0)
    return 'Look at what is written here: it says of the system what the manifests say, and no password.'
  return `Give the values that no file holds:

${variables
  .map(
    ({ parameter, variable, stack, region }) =>
      `       export TF_VAR_${variable}="$(aws cloudformation describe-stacks --region ${region} --stack-name ${stack} \\
         --query "Stacks[0].Parameters[?ParameterKey=='${parameter}'].ParameterValue" --output text)"`,
  )
  .join('\n')}

   Another value would change what runs. A plan shows the outputs of stacks, and this value may be among them.`
}

function counts({ stacks }: Exported): string {
  const own = stacks.filter(({ foreign }) => !foreign)
  const large = own.filter(isLarge).length
  const plan = `It must say \`${own.length} to import, ${large} to add, ${own.length} to change, 0 to destroy\`.`
  return large === 0
    ? plan
    : `${plan} What is added is a template that is too large for the call, as an object of the artifact bucket.`
}

/** To name a stack's role is to pass it on. */
function passedRole({ stacks }: Exported): string {
  const roles = [...new Set(stacks.flatMap(({ roleArn }) => roleArn ?? []))]
  if (roles.length === 0) return ''
  return `   Stacks are changed by the role that they're bound to: who applies needs \`iam:PassRole\` on ${roles.map(arn => `\`${arn}\``).join(', ')}.
`
}

/** A parameter of such a type is read anew by each update, also by one that changes nothing else. */
const newestImage = ({ stacks }: Exported): string =>
  stacks.some(({ template, foreign }) => !foreign && template.includes('AWS::SSM::Parameter::Value<'))
    ? `
   Of the instances' image it asks for the newest, as at every \`mm env deploy\`: is there a new one, instances are replaced.`
    : ''

const afterwards = `## From then on

* A template in \`templates/\` is changed as any CloudFormation template is; \`terraform plan\` says only that it changes. What CloudFormation would
  do with it, a replacement above all, is shown by a change set: \`aws cloudformation create-change-set\`, before the apply.
* What \`mm\` did besides is yours now: building images and passing their digest as the parameter \`Image\`; waiting until a service's tasks are
  healthy and showing what a crashed one said; refusing an update that replaces what holds data, the network or the load balancers; restarting members of
  a database one after the other.
* \`prevent_destroy\` keeps Terraform from destroying stacks that hold data. Termination protection of stacks is no argument of the provider's and stays as it is.
* The way back: \`terraform state rm\` of every stack; \`mm … diff\` then shows what the manifests lack.
`

function dataHolders({ stacks }: Exported): string {
  const held = heldBy(stacks)
  if (held.length === 0) return ''
  return `## What holds data

The stacks have it, and a resource has only one owner. \`adopt/\` is a configuration of its own, with a state of its own, for the day on which a stack is
given up and native resources of Terraform take its place. Until then it isn't applied. Should it be, nothing is changed: \`ignore_changes = all\`.

| resource | stack | id | when the stack is deleted |
|---|---|---|---|
${held.map(({ holder, stack, address }) => `| \`${address}\` | ${stack.name} | ${holder.id} | ${stays(holder) ? 'stays' : `**goes** (${holder.deletion})`} |`).join('\n')}

To take a stack's data out of CloudFormation:

1. Take a restore point, and look that it can be read.
2. Where the table says **goes**: set \`DeletionPolicy: Retain\` in the template, and apply. A policy counts only once it's deployed.
3. Move what uses the data: what runs on a stack goes with it. A volume is attached to no instance any more, a cluster of DocumentDB loses its instances.
4. Switch termination protection off, delete the stack with CloudFormation, and \`terraform state rm\` its address here. What stays, stays in the account.
5. In \`adopt/\`, keep the blocks of this stack and take the others out; \`terraform init\`, \`terraform plan\` (to import, 0 to change, 0 to destroy), \`terraform apply\`.
6. Write the arguments that the resource has into its block (\`terraform state show\` shows them), take \`ignore_changes\` out, and plan until there are no changes.
`
}
