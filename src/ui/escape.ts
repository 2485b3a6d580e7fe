/**
 * Foreign text (application logs, AWS's and Docker's messages) made safe to show: control characters, which could move the
 * cursor or retitle the terminal, are written as `\xNN`; tabs stay.
 */
export function escapeControl(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
