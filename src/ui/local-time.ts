/** `2026-11-24 14:05:09.123 +01:00`: local time with its offset, or UTC with `Z`. */
export function localTime(at: number, options: { utc?: boolean } = {}): string {
  if (options.utc) return new Date(at).toISOString().replace('T', ' ').replace('Z', ' Z')
  const offset = -new Date(at).getTimezoneOffset()
  const local = new Date(at + offset * 60_000).toISOString().replace('T', ' ').replace('Z', '')
  const pad = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0')
  return `${local} ${offset < 0 ? '-' : '+'}${pad(offset / 60)}:${pad(offset % 60)}`
}
