import { Document, visit } from 'yaml'
import type { Template } from './cfn.js'

/** The template as YAML text: the same text for the same template, byte for byte. */
export function render(template: Template): string {
  // CloudFormation rejects the aliases that yaml writes for an object that is used twice.
  const document = new Document(template, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL'
    },
  })
  return document.toString({ lineWidth: 0 })
}
