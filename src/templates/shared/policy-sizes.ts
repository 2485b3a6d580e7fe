import type { Template } from '../cfn.js'

/** Without whitespace. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxPolicyCharacters = 6144

/**
 * What IAM will count of each managed policy of the template, by logical id.
 * @param values of what the policies refer to: `App`, `AWS::Region`, `ArtifactBucket.Arn`
 */
export function policySizes({ Resources }: Template, values: Record<string, string>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::IAM::ManagedPolicy' && Properties && 'PolicyDocument' in Properties
        ? [[id, JSON.stringify(Properties.PolicyDocument, (_, value: unknown) => filledIn(value, values)).length]]
        : [],
    ),
  )
}

function filledIn(value: unknown, values: Record<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('Ref' in value) return values[String(value.Ref)]
  if ('Fn::GetAtt' in value) return values[(value['Fn::GetAtt'] as string[]).join('.')]
  if ('Fn::Sub' in value) return String(value['Fn::Sub']).replace(/\$\{([^}]+)\}/g, (text, name: string) => values[name] ?? text)
  return value
}
