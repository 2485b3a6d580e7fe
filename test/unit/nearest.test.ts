import { expect, test } from '@jest/globals'
import { nearest } from '../../src/nearest.js'

test.each([
  ['frontent', ['frontend', 'backend'], 'frontend'],
  ['wbe', ['web', 'api'], 'web'],
  ['db', ['web', 'dbs'], 'dbs'],
  ['db', ['web', 'api'], undefined],
  ['deploi', ['deploy', 'delete'], 'deploy'],
  ['completely-else', ['web'], undefined],
  ['web', [], undefined],
])('%s among %j is %s', (typed, candidates, expected) => expect(nearest(typed, candidates)).toBe(expected))
