/** The candidate that is fewest edits away from what was typed; undefined when none is close enough to be meant. */
export function nearest(typed: string, candidates: string[]): string | undefined {
  const scored = candidates.map(candidate => ({ candidate, distance: editDistance(typed, candidate) }))
  const best = scored.sort((a, b) => a.distance - b.distance)[0]
  // Two edits turn any two letters into any others.
  const most = typed.length <= 2 ? 1 : Math.max(2, Math.floor(typed.length / 3))
  return best && best.distance <= most ? best.candidate : undefined
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
