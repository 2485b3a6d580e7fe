import { usageError } from './errors.js'

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * A point in time as a person writes it, as epoch milliseconds: `90s`, `10m`, `2h30m`, `1d` (that long ago), `14:05` (today, or
 * yesterday when that is still to come; local time) or an ISO date with or without a zone. Throws BadTime (exit 2).
 */
export function parseTime(text: string, now: number): number {
  const ago = span(text)
  if (ago !== undefined) return now - ago
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (clock) {
    const today = new Date(now)
    today.setHours(Number(clock[1]), Number(clock[2]), 0, 0)
    return today.getTime() > now ? today.getTime() - (units['d'] ?? 0) : today.getTime()
  }
  const iso = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(iso)) return iso
  throw usageError('BadTime', `"${text}" isn't a time`, {
    fix: ['write 10m, 2h30m or 1d (that long ago), 14:05, or 2026-11-24T14:05:00Z'],
  })
}

/** How long, as a person writes it: `90s`, `10m`, `2h30m`. In milliseconds. Throws BadTime (exit 2). */
export function parseSpan(text: string): number {
  const ms = span(text)
  if (ms !== undefined) return ms
  throw usageError('BadTime', `"${text}" says no length of time`, { fix: ['write 90s, 10m or 2h30m'] })
}

function span(text: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0)
}
