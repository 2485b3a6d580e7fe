/** Anything that CloudFormation takes in the place of a value. */
export type Value = unknown

export interface Resource {
  Type: string
  DependsOn?: string | string[]
  Condition?: string
  DeletionPolicy?: 'Delete' | 'Retain' | 'Snapshot'
  UpdateReplacePolicy?: 'Delete' | 'Retain' | 'Snapshot'
  CreationPolicy?: Record<string, Value>
  UpdatePolicy?: Record<string, Value>
  Metadata?: Record<string, Value>
  Properties?: object
}

export interface Parameter {
  Type: string
  Description?: string
  Default?: string
  AllowedPattern?: string
}

/** A CloudFormation template as a plain object; what is absent is an absent key. */
export interface Template {
  AWSTemplateFormatVersion: '2010-09-09'
  Description: string
  Metadata?: Record<string, Value>
  Parameters?: Record<string, Parameter>
  Conditions?: Record<string, Value>
  Resources: Record<string, Resource>
  Outputs?: Record<string, { Description?: string; Value: Value }>
}

export const ref = (logicalId: string) => ({ Ref: logicalId })
export const getAtt = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] })
/** `${Name}` in the text is replaced by CloudFormation; `vars` are values that exist only in this text. */
export const sub = (text: string, vars?: Record<string, Value>) => ({ 'Fn::Sub': vars ? [text, vars] : text })
export const join = (separator: string, parts: Value[]) => ({ 'Fn::Join': [separator, parts] })

export const accountId = ref('AWS::AccountId')
export const region = ref('AWS::Region')
