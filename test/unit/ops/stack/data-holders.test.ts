import { expect, test } from '@jest/globals'
import { dataHolders, refuseDataLoss } from '../../../../src/ops/stack/data-holders.js'
import type { ResourceChange } from '../../../../src/ops/ports/cloudformation.js'
import { change } from '../../../fakes/world.js'

const refused = (more: Partial<ResourceChange>, allowed?: string[]) => {
  const changes = [change('It', more)]
  try {
    refuseDataLoss({ stackName: 'shop-dev', stackId: 'x', id: 'y', kind: 'update', changes }, allowed)
    return false
  } catch (error) {
    expect(error).toMatchObject({ code: 'DataAtRisk', exitCode: 2, details: { state: 'nothing was changed' } })
    return true
  }
}

/** Whether it may leave a stack when CloudFormation keeps it: of the others something else of the stack may depend. */
const types: [type: string, mayBeLeft: boolean][] = [
  ['AWS::Backup::BackupVault', false],
  ['AWS::EC2::Volume', false],
  ['AWS::DocDB::DBCluster', false],
  ['AWS::ECR::Repository', false],
  ['AWS::EFS::FileSystem', false],
  ['AWS::KMS::Key', false],
  ['AWS::Logs::LogGroup', true],
  ['AWS::S3::Bucket', true],
  ['AWS::SecretsManager::Secret', false],
]

test('the table has every type', () => {
  expect([...dataHolders].sort()).toEqual(types.map(([type]) => type).sort())
})

test.each(types)('%s', (type, mayBeLeft) => {
  const replace = { type, action: 'replace' } as const
  const remove = { type, action: 'delete' } as const
  expect([refused(replace), refused({ ...replace, conditional: true }), refused({ ...replace, kept: true })]).toEqual([
    true,
    true,
    true,
  ])
  expect([refused(remove), refused({ ...remove, kept: true })]).toEqual([true, !mayBeLeft])
  // What is named may go, and nothing else.
  expect([refused(replace, ['It']), refused(remove, ['It']), refused(replace, ['Other'])]).toEqual([false, false, true])
  expect([refused({ type, action: 'update' }), refused({ type, action: 'create' })]).toEqual([false, false])
})

test('whether CloudFormation is sure is told', () => {
  const changes = [
    change('Log', { type: 'AWS::Logs::LogGroup', action: 'replace', conditional: true, properties: ['LogGroupName'] }),
    change('Key', { type: 'AWS::KMS::Key', action: 'delete' }),
  ]
  expect(() => refuseDataLoss({ stackName: 'shop-dev', stackId: 'x', id: 'y', kind: 'update', changes })).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({
        why: 'perhaps replace Log (AWS::Logs::LogGroup: LogGroupName)\ndelete Key (AWS::KMS::Key)',
        fix: expect.arrayContaining([
          '--allow-replace Log   if it may come without the data',
          '--allow-replace Key   if it may come without the data',
        ]),
      }),
    }),
  )
})
