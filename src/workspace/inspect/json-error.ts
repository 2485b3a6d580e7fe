/** Where JSON stops being JSON: Node's own message has no position for every mistake. https://www.json.org */
export function jsonErrorOffset(text: string): number {
  let at = 0
  const space = () => skip(/[ \t\r\n]*/y)
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match !== null
  }
  const stop = (): never => {
    throw new RangeError()
  }
  const need = (pattern: RegExp) => skip(pattern) || stop()

  function value(): void {
    space()
    if (skip(/\{/y)) return list(/\}/y, member)
    if (skip(/\[/y)) return list(/\]/y, value)
    need(
      /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y,
    )
    space()
  }
  function member(): void {
    space()
    need(/"(?:[^"\\\u0000-\u001f]|\\.)*"/y)
    space()
    need(/:/y)
    value()
  }
  function list(end: RegExp, item: () => void): void {
    space()
    if (!skip(end)) {
      do {
        item()
        space()
      } while (skip(/,/y))
      need(end)
    }
    space()
  }

  try {
    value()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return at
}
