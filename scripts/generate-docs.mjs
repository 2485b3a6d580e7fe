// Writes docs/commands.md from oclif.manifest.json and docs/errors.md from the code and the stories. With --check it only compares.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export function commandsPage() {
  const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8'))
  // By name: the manifest's order is the disk's.
  const inOrder = Object.values(commands).sort((a, b) => (a.id < b.id ? -1 : 1))
  const pages = inOrder.map(command => {
    const name = `mm ${command.id.replaceAll(':', ' ')}`
    const args = Object.values(command.args).map(arg => `| \`${arg.name}\` | ${arg.description ?? ''} |`)
    const flags = Object.values(command.flags)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(
        flag =>
          `| \`${flag.char ? `-${flag.char}, ` : ''}--${flag.allowNo ? '[no-]' : ''}${flag.name}\` | ${flag.description ?? ''} | ${flag.env ? `\`${flag.env}\`` : ''} |`,
      )
    const examples = (command.examples ?? []).map(example => `    ${example.replaceAll('<%= config.bin %>', 'mm')}`)
    return [
      `## ${name}\n\n${command.summary}.${command.description ? `\n\n${command.description}` : ''}\n\n${examples.join('\n')}`,
      ...(args.length > 0 ? [`| argument | |\n|---|---|\n${args.join('\n')}`] : []),
      `| flag | | variable |\n|---|---|---|\n${flags.join('\n')}`,
    ].join('\n\n')
  })
  return `# Commands\n\nGenerated from the commands themselves. A flag's variable is read when the flag isn't given.\n\n${pages.join('\n\n')}\n`
}

export function errorsPage() {
  const found = new Map()
  for (const file of readdirSync(join(root, 'src'), { recursive: true })
    .filter(each => each.endsWith('.ts'))
    .sort()) {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    for (const [, kind, code] of text.matchAll(/\b(MmError|usageError|notFoundError|accessError|cause)\(\s*'(\w+)'/g)) {
      const after = text.slice(text.indexOf(`'${code}'`)).slice(0, 700)
      const explicit = /exitCode: (?:exitCodes\.)?(\w+)/.exec(after.split(/\n\s*(?:throw|return|const|export)\b/)[0])?.[1]
      const exit =
        { usageError: '2', notFoundError: '5', accessError: '4', cause: '6' }[kind] ??
        { interrupted: '129, 130, 143', access: '4', usage: '2', notFound: '5', rolledBack: '6' }[explicit] ??
        explicit ??
        '1'
      found.set(code, { exit, file: `src/${file}` })
    }
  }
  const rows = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { exit, file }]) => `| ${code} | ${exit} | [${file}](../${file}) |`)
  return `# Exit codes and errors

Exit codes are a contract, the same with and without \`--json\`.

| code | meaning |
|---|---|
| 0 | done, or nothing to do |
| 1 | failed |
| 2 | wrong use: flags, manifest, missing answers |
| 4 | no or expired credentials, access denied |
| 5 | not found |
| 6 | the deployment was rolled back |
| 10 | \`diff\`, \`plan\` or \`--diff\` with \`--fail-on-change\` found a change, or that something was changed outside of CloudFormation |
| 129, 130, 143 | interrupted: by SIGHUP (the terminal was closed), SIGINT (Ctrl-C), SIGTERM |

An error says what happened, why, what state things are in, and what to do. With \`--json\` it's the one document on stdout:
\`{"error": {"code", "message", "why", "state", "suggestions", "at", "exit"}}\`; of \`mm deploy\` with \`parts\` beside it: what became of each.

The codes, generated from the source, each with the place where it's made:

| error | exit | source |
|---|---|---|
${rows.join('\n')}

## What goes wrong with a deployment

Each of these is played by a test, against an AWS that follows the story ([test/stories](../test/stories)); the commonest are recorded in [failures.md](failures.md).

| what happens | error | exit |
|---|---|---|
${failures().join('\n')}
`
}

/** The stories that end in an error, by its code. */
function failures() {
  const folder = join(root, 'test/stories')
  return readdirSync(folder)
    .filter(file => file.endsWith('.story'))
    .map(file => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
    .flatMap(({ file, text }) => {
      const [, code] = /^error (\w+)$/m.exec(text) ?? []
      const [, exit] = /^exit (\d+)$/m.exec(text) ?? []
      const [, title] = /^# (.*)$/m.exec(text) ?? []
      return code === undefined ? [] : [{ code, row: `| [${title}](../test/stories/${file}) | ${code} | ${exit} |` }]
    })
    .sort((a, b) => (a.code + a.row < b.code + b.row ? -1 : 1))
    .map(({ row }) => row)
}

const pages = { 'docs/commands.md': commandsPage, 'docs/errors.md': errorsPage }
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, page] of Object.entries(pages)) {
    if (!process.argv.includes('--check')) writeFileSync(join(root, file), page())
    else if (readFileSync(join(root, file), 'utf8') !== page()) {
      console.error(`${file} is out of date: npm run generate`)
      process.exitCode = 1
    }
  }
}
