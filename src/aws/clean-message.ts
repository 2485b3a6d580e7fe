/** AWS's own words without what tells a person nothing: line breaks, counts of errors, request data and encoded blobs. */
export function cleaned(message: string): string {
  return message
    .replace(/\s*Encoded authorization failure message: \S+/, '')
    .replace(/\s*\(Service: [^()]*(\([^()]*\)[^()]*)*\)/g, '')
    .replace(/^\d+ validation errors? detected: /, '')
    .replace(/\s+/g, ' ')
    .trim()
}
