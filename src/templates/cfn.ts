import type { ResourceProperties } from './generated/resources.js'

/** A function of CloudFormation's in the place of a value. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export type Intrinsic =
  | { Ref: string }
  | { 'Fn::GetAtt': [string, string] }
  | { 'Fn::Sub': string | [string, Record<string, unknown>] }
  | { 'Fn::Join': [string, unknown[]] }
  | { 'Fn::Select': [number, unknown] }
  | { 'Fn::Split': [string, unknown] }
  | { 'Fn::Base64': unknown }
  | { 'Fn::FindInMap': [string, string, string] }

export type Value<T> = T | Intrinsic

/** A finding of a rule pack that is taken as it is, e.g. `CT.ECS.PR.9` of AWS Control Tower or `CKV_AWS_158` of checkov, and why. */
export interface Suppression {
  id: string
  reason: string
}

interface Attributes {
  DependsOn?: string | string[]
  Metadata?: { mm: { suppress: Suppression[] } }
  DeletionPolicy?: 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot'
  UpdateReplacePolicy?: 'Delete' | 'Retain' | 'Snapshot'
  CreationPolicy?: object
  UpdatePolicy?: object
}

export interface Resource extends Attributes {
  Type: keyof ResourceProperties
  Properties?: object
}

export interface Parameter {
  Type: string
  Description?: string
}

/** A CloudFormation template as a plain object; what is absent is an absent key. */
export interface Template {
  AWSTemplateFormatVersion: '2010-09-09'
  Description: string
  Parameters: Record<string, Parameter>
  Resources: Record<string, Resource>
  Outputs: Record<string, { Value: Value<string> }>
  /** Text that stands in several places is written once. By name, top key and second key. */
  Mappings?: Record<string, Record<string, Record<string, string>>>
}

/** A resource whose properties the compiler checks against AWS's resource specification. */
export function resource<T extends keyof ResourceProperties>(
  type: T,
  properties: ResourceProperties[T],
  attributes: Attributes = {},
): Resource {
  return { Type: type, ...attributes, ...(Object.keys(properties).length > 0 ? { Properties: properties } : {}) }
}

/**
 * Findings of rule packs that are taken as they are, by id, each with its reason: part of the deployed template, for whoever reads it. The
 * contract tests compare them with what the rule packs find, in both directions.
 */
export function accepting(reasons: Record<string, string>): Pick<Attributes, 'Metadata'> {
  const suppress = Object.entries(reasons).map(([id, reason]) => ({ id, reason }))
  return suppress.length > 0 ? { Metadata: { mm: { suppress } } } : {}
}

/** For what holds data: it outlives its stack, and a replacement leaves the old one. */
export const retain = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } as const

/**
 * For what holds nothing until the operation that makes it is over: it goes when that operation is rolled back, and outlives everything else.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const retainOnceMade = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const

/** The template with the policy on each of its roles; without one, the template itself. */
export function withBoundary(policyArn: string | undefined, template: Template): Template {
  if (policyArn === undefined) return template
  const bounded = ({ Properties, ...rest }: Resource): Resource => ({
    ...rest,
    Properties: { ...Properties, PermissionsBoundary: policyArn },
  })
  const resources = Object.entries(template.Resources).map(([id, each]) => [
    id,
    each.Type === 'AWS::IAM::Role' ? bounded(each) : each,
  ])
  return { ...template, Resources: Object.fromEntries(resources) as Template['Resources'] }
}

export const ref = (logicalId: string) => ({ Ref: logicalId })
export const getAtt = (logicalId: string, attribute: string): { 'Fn::GetAtt': [string, string] } => ({
  'Fn::GetAtt': [logicalId, attribute],
})
/** `${Name}` in the text is replaced by CloudFormation. */
export const sub = (text: string) => ({ 'Fn::Sub': text })
export const join = (separator: string, parts: unknown[]): { 'Fn::Join': [string, unknown[]] } => ({
  'Fn::Join': [separator, parts],
})
/** A comma-separated parameter as a list. */
export const split = (value: Intrinsic): { 'Fn::Split': [string, unknown] } => ({ 'Fn::Split': [',', value] })

export const tag = (Key: string, Value: Value<string>) => ({ Key, Value })

/** `order-api` as it may stand in a logical id: `OrderApi`. */
export const logicalName = (name: string): string =>
  name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

/** `order-api` as it stands in an environment variable: `ORDER_API`. */
export const variableName = (name: string): string => name.toUpperCase().replaceAll('-', '_')

/** Who may take on a role: one service of AWS, on behalf of this account only (the confused deputy). */
export function assumedBy(service: string, condition?: object): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(condition ? { Condition: condition } : {}),
      },
    ],
  }
}

export const ownAccount = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } }

export const policy = (name: string, statements: object[]) => ({
  PolicyName: name,
  PolicyDocument: { Version: '2012-10-17', Statement: statements },
})

export const allow = (sid: string, actions: string[], resources: unknown, condition?: object) => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(condition ? { Condition: condition } : {}),
})
