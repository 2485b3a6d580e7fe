import { ref, sub, tag, type Value } from '../cfn.js'

/**
 * The replica set's name carries the stack's unique id: after delete and deploy an old member, should one be left, isn't taken for one of
 * the new set. `arn:…:stack/<name>/<uuid>` gives the uuid's first part.
 */
const stackUnique: Value<string> = {
  'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] }] }],
}

/** `rs-db-1a2b3c4d` */
export const replicaSet: Value<string> = { 'Fn::Sub': ['rs-${Db}-${Unique}', { Unique: stackUnique }] }

/** Parameters in which the boot script notes what must never happen twice. */
export const markers: Value<string> = { 'Fn::Sub': ['/mm/${App}/${Env}/${Db}/${Unique}', { Unique: stackUnique }] }

export const markersArn: Value<string> = {
  'Fn::Sub': [
    'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/mm/${App}/${Env}/${Db}/${Unique}/*',
    { Unique: stackUnique },
  ],
}

/**
 * What the backup policy looks for. With the generation and the stack's id: a volume that a restore or a deleted stack left behind must not be
 * backed up as if it were current.
 */
export const backupTag: Value<string> = { 'Fn::Sub': ['${App}-${Env}-${Db}-${Unique}-g1', { Unique: stackUnique }] }

/** CloudWatch namespace of the members' own metrics. */
export const namespace = sub('mm/${App}/${Env}/${Db}')

/** By these mm and the role's conditions know what belongs to the database. */
export const databaseTags = [tag('mm:app', ref('App')), tag('mm:env', ref('Env')), tag('mm:db', ref('Db')), tag('mm:role', 'db')]
