import { describe, expect, test } from '@jest/globals'
import type { MongoDb } from '../../../../src/manifest/database.js'
import { keptBoot } from '../../../../src/ops/database/kept-boot.js'
import { databaseTemplate } from '../../../../src/templates/database/database-template.js'
import { render } from '../../../../src/templates/render.js'
import { database, documentDb } from '../../../support/values.js'

const old = { Body: 'echo older\n', Version: '0123456789ab' }
const deployed = (more: Partial<MongoDb> = {}) => databaseTemplate(database({ members: 3, ...more }), { boot: old })
const next = (more: Partial<MongoDb> = {}) => databaseTemplate(database({ members: 3, ...more }))

describe('the deployed boot script stays', () => {
  test.each<[string, Partial<MongoDb>]>([
    ['when nothing else changes', {}],
    ["when an alarm's threshold changes", { alarms: { ...database().alarms, diskUsed: 70 } }],
    ['when volumes grow', { storage: { ...database().storage, size: 40 } }],
    ['when snapshots are kept longer', { backup: { ...database().backup, keep: 35 } }],
  ])('%s', (_, more) => expect(keptBoot(next(more), render(deployed()))).toEqual(old))

  test('when somebody has deployed the template as JSON', () => expect(keptBoot(next(), JSON.stringify(deployed()))).toEqual(old))

  test('when it has no version yet', () => {
    const template = deployed()
    Object.assign(template, { Mappings: { Boot: { Script: { Body: old.Body } } } })
    expect(keptBoot(next(), render(template))).toEqual({ ...old, Version: 'unknown' })
  })
})

describe('a new one comes along', () => {
  test.each<[string, Partial<MongoDb>]>([
    ['with another version', { version: '8.0.16' }],
    ['with another instance type', { instance: 'r7g.large' }],
    ['with more members', { members: 1 }],
  ])('%s', (_, before) => expect(keptBoot(next(), render(deployed(before)))).toBeUndefined())

  test.each([
    ['at a first deployment', ''],
    ['in the place of another engine', render(databaseTemplate(documentDb()))],
  ])('%s', (_, text) => expect(keptBoot(next(), text)).toBeUndefined())
})
