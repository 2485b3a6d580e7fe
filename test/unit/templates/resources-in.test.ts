import { expect, test } from '@jest/globals'
import type { Template } from '../../../src/templates/cfn.js'
import { databaseTemplate } from '../../../src/templates/database/database-template.js'
import { environmentTemplate } from '../../../src/templates/environment/environment-template.js'
import { render } from '../../../src/templates/render.js'
import { deletionPolicies, resourcesIn } from '../../../src/templates/resources-in.js'
import { serviceTemplate } from '../../../src/templates/service/service-template.js'
import { backend, database, documentDb, environment } from '../../support/values.js'

test.each<[string, Template]>([
  ['a service', serviceTemplate(backend(), { backends: [], environment: environment() })],
  ['a database', databaseTemplate(database({ members: 3 }))],
  ['DocumentDB', databaseTemplate(documentDb())],
  ['an environment', environmentTemplate(environment(), { databases: ['db'], throughCdn: false })],
])('the resources of %s are read back from its text', (_, template) => {
  const expected = Object.entries(template.Resources).map(([logicalId, { Type: type }]) => ({ logicalId, type }))
  expect(resourcesIn(render(template))).toEqual(expected)
  const policies = Object.entries(template.Resources).flatMap(([logicalId, { DeletionPolicy }]) =>
    DeletionPolicy ? [[logicalId, DeletionPolicy]] : [],
  )
  expect(deletionPolicies(render(template))).toEqual(Object.fromEntries(policies))
})
