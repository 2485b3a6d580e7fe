import { parseDocument } from 'yaml'

export interface ParsedTemplate {
  /** Plain values; what a tag makes of them only CloudFormation knows. */
  value: unknown
  /** Without a short form of a function (`!Ref`), which comes from somebody else than mm. */
  plain: boolean
}

/** By text: what it costs and what it changes are read from the same ones. */
const parsed = new Map<string, ParsedTemplate | undefined>()

/** A template's text as CloudFormation reads it: in YAML 1.1, of which JSON is a part. Undefined of what is neither. Nobody may change what it gives. */
export function parsedTemplate(text: string): ParsedTemplate | undefined {
  if (!parsed.has(text)) parsed.set(text, parse(text))
  return parsed.get(text)
}

function parse(text: string): ParsedTemplate | undefined {
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent' })
  if (document.errors.length > 0) return undefined
  try {
    return { value: document.toJS(), plain: document.warnings.length === 0 }
  } catch {
    // An alias of nothing, or too many of them.
    return undefined
  }
}
