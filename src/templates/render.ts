import { Document, visit } from 'yaml'
import type { Template } from './cfn.js'

/**
 * The template as YAML text: the same text for the same template, byte for byte. In YAML 1.1, which CloudFormation reads: what 1.2 takes for
 * text (`on`, `12:30`, `1_000`) must be quoted, or a variable's value would arrive as `true`, 750 or 1000.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function render(template: Template): string {
  // CloudFormation rejects the aliases that yaml writes for an object that is used twice.
  const document = new Document(template, { aliasDuplicateObjects: false, version: '1.1' })
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return
      if (/\S.*\n/.test(node.value)) node.type = 'BLOCK_LITERAL'
      // The value and merge types of YAML 1.1, which the package writes bare.
      else if (node.value === '=' || node.value === '<<') node.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ lineWidth: 0 })
}
