import type { Part } from './part.js'

/** The parts in groups: those of a group need none of each other, and only what is in groups before. */
export function levels(parts: Part[]): Part[][] {
  const depth = (part: Part): number => Math.max(-1, ...part.needs.filter(need => parts.includes(need)).map(depth)) + 1
  const grouped: Part[][] = []
  for (const part of parts) (grouped[depth(part)] ??= []).push(part)
  return grouped
}
