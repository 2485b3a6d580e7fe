/**
 * Splits a command line into words as a POSIX shell does, with quotes and backslashes but without variables; undefined when a quote is open.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const [word = ''] = /^(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/.exec(rest) ?? []
    if (word === '') return undefined
    words.push(unquoted(word))
    const after = rest.slice(word.length)
    rest = after.trimStart()
    if (rest === after && rest !== '') return undefined
  }
  return words
}

/** Between double quotes a backslash only escapes what would have a meaning there. */
const unquoted = (word: string) =>
  word.replace(
    /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g,
    (_, single?: string, double?: string, escaped?: string) => single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  )
