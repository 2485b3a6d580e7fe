import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'

/** The difference of two texts as `diff -u` and git write it; empty when they're equal. An absent text is a file that isn't there. */
export function unifiedDiff(file: string, before: string | undefined, after: string): string {
  if (before === after) return ''
  const from = before === undefined ? '/dev/null' : `a/${file}`
  return createTwoFilesPatch(from, `b/${file}`, before ?? '', after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  })
}
