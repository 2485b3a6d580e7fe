import { stripVTControlCharacters } from 'node:util'

/** Rows as aligned columns, two spaces between them; colour codes don't count for the width. */
export function table(rows: string[][], options: { indent?: number } = {}): string {
  const width = (cell: string) => stripVTControlCharacters(cell).length
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, width(cell))).concat(all.slice(row.length)),
    [],
  )
  return rows
    .map(row => row.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))).join('  '))
    .map(line => ' '.repeat(options.indent ?? 0) + line.trimEnd())
    .join('\n')
}

/** Seconds as a person says them: `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
