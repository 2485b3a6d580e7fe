// Writes docs/demo.svg: the demo's real output, in a real terminal, as a picture. `node scripts/record-demo.mjs`
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { root } from './support/prepare.mjs'

const columns = 110
const screen = new xterm.Terminal({ cols: columns, rows: 50, scrollback: 5000, allowProposedApi: true })
const env = { ...process.env, TERM: 'xterm-256color' }
for (const name of ['CI', 'NO_COLOR', 'NODE_OPTIONS', 'MM_POLL_MS']) delete env[name]
const child = spawn(process.execPath, ['scripts/demo.mjs'], { cols: columns, rows: 50, cwd: root, env })
child.onData(data => {
  process.stdout.write(data)
  screen.write(data)
})
const { exitCode } = await new Promise(resolve => child.onExit(resolve))
await new Promise(resolve => screen.write('', resolve))
if (exitCode !== 0) throw new Error(`the demo ended with ${exitCode}`)

// The palette of the SVG: what a terminal shows for the first sixteen colours.
const palette = [
  '#4b5263',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#abb2bf',
  '#5c6370',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#ffffff',
]
const lineHeight = 17
const charWidth = 7.8
const escape = text => text.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`)

/** Runs of cells that look alike, as tspans at their column. */
function runs(line) {
  const found = []
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x)
    const text = cell?.getChars() || ' '
    const style = [
      cell?.isBold() ? 'font-weight="bold"' : '',
      cell?.isDim() ? 'opacity=".6"' : '',
      cell && !cell.isFgDefault() && cell.isFgPalette() ? `fill="${palette[cell.getFgColor()] ?? '#abb2bf'}"` : '',
    ]
      .filter(Boolean)
      .join(' ')
    const last = found.at(-1)
    if (last?.style === style) last.text += text
    else found.push({ x, text, style })
  }
  // Each run begins at its first letter: leading blanks aren't kept everywhere.
  return found.filter(run => run.text.trim()).map(run => ({ ...run, x: run.x + run.text.search(/\S/), text: run.text.trim() }))
}

const { active } = screen.buffer
const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)).filter(Boolean)
// The folder of the checkout is nobody's business.
const shown = lines.map(line => runs(line).map(run => ({ ...run, text: run.text.replaceAll(root, '') })))
while (shown.length > 0 && shown.at(-1).length === 0) shown.pop()
const first = shown.findIndex(line => line.some(run => run.text.includes('mm init')))
const kept = shown.slice(first)
const height = (kept.length + 2) * lineHeight
const text = kept.flatMap((line, y) =>
  line.map(
    run => `<text x="${(16 + run.x * charWidth).toFixed(1)}" y="${(y + 2) * lineHeight}" ${run.style}>${escape(run.text)}</text>`,
  ),
)
writeFileSync(
  join(root, 'docs/demo.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(32 + columns * charWidth)} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#dcdfe4" xml:space="preserve">\n<rect width="100%" height="100%" rx="8" fill="#1e222a"/>\n${text.join('\n')}\n</svg>\n`,
)
