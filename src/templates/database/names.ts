import { ref, sub, tag, type Value } from '../cfn.js'

/**
 * The replica set's name carries the stack's unique id: after delete and deploy an old member, should one be left, isn't taken for one of
 * the new set. `arn:…:stack/<name>/<uuid>` gives the uuid's first part.
 */
const stackUnique: Value<string> = {
  'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] }] }],
}

/** `${Unique}` in the text is the stack's unique id. */
const unique = (text: string): Value<string> => ({ 'Fn::Sub': [text, { Unique: stackUnique }] })

/** `rs-db-1a2b3c4d` */
export const replicaSet = unique('rs-${Db}-${Unique}')

/** Parameters in which the boot script notes what must never happen twice. */
export const markers = unique('/mm/${App}/${Env}/${Db}/${Unique}')

export const markersArn = unique(
  'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/mm/${App}/${Env}/${Db}/${Unique}/*',
)

/**
 * The marker that a member publishes the certificate of the database's authority in: see boot/tls.sh. One for each seed, since a rollback takes
 * away a new seed and leaves its marker. `arn:…:secret:<name>` gives the secret's name, whose end is random.
 */
export const caMarker: Value<string> = {
  'Fn::Sub': ['ca-${Name}', { Name: { 'Fn::Select': [6, { 'Fn::Split': [':', ref('CaSecret')] }] } }],
}

export const caParameterArn: Value<string> = {
  'Fn::Sub': [
    'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/mm/${App}/${Env}/${Db}/${Unique}/${CaMarker}',
    { Unique: stackUnique, CaMarker: caMarker },
  ],
}

/** Of every authority that the database has had, to stand in the stack of a service. */
export const caParameterArns = (database: string) =>
  sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/mm/\${App}/\${Env}/${database}/*/ca-*`)

/**
 * What the backup policy looks for. With the generation and the stack's id: a volume that a restore or a deleted stack left behind must not be
 * backed up as if it were current.
 */
export const backupTag = (generation: number) => unique(`\${App}-\${Env}-\${Db}-\${Unique}-g${generation}`)

/** A vault outlives its stack, and its name must be given: so a later stack of the same name needs another. At most 50 characters. */
export const vaultName = unique('${Db}-${Unique}')

/** CloudWatch namespace of the members' own metrics. */
export const namespace = sub('mm/${App}/${Env}/${Db}')

/** By these mm and the role's conditions know what belongs to the database. */
export const databaseTags = [tag('mm:app', ref('App')), tag('mm:env', ref('Env')), tag('mm:db', ref('Db')), tag('mm:role', 'db')]

/** The private name of a member, to stand in Fn::Sub. */
export const hostOf = (index: number) => `db-${index}.\${Db}.\${PrivateZoneName}`

/** `0`, `1`, … */
export const indexes = (members: number): number[] => Array.from({ length: members }, (_, index) => index)

/** Logical id of a volume: AWS can't change what a volume was made from, so a restore makes a new one, of the next generation. */
export const volumeId = (index: number, generation: number) => `Volume${index}G${generation}`

/** The first member's role came before there were others: renaming it would replace it. */
export const roleId = (index: number) => `Role${index === 0 ? '' : index}`
export const profileId = (index: number) => `InstanceProfile${index === 0 ? '' : index}`
