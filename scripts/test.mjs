// `npm test`: everything that checks mm, from the cheap to the dear, with one closing line.
// Options: names of kinds run only those, e.g. `npm test -- unit emulator`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, installPackages, local, root } from './support/prepare.mjs'
import { capture } from './support/run.mjs'

const wanted = process.argv.slice(2)
const inCi = Boolean(process.env.MM_CI)
const reports = join(local, 'test')
const totals = { passed: 0, failed: 0, skipped: 0 }
const skips = []
/** Kinds whose files each tell one story against one account. */
const inOrder = ['emulator', 'e2e']

await installPackages()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const { startEngine } = await import('./support/local-world.mjs')

await kind('types', () => tool(bin('tsc'), ['-p', '.']))
await kind('lint', () => tool('npm', ['run', 'lint', '--silent']))
await kind('unit', () => jest('unit'))
await kind('golden', () => jest('golden'))
await kind('contract', async () => {
  const lint = await tool('scripts/cfn-lint', ['--version'], { count: false })
  if (!lint) return fail('contract: cfn-lint could not be installed')
  const second = await tool('scripts/checkov', ['--install'], { count: false })
  if (!second) return fail('contract: checkov could not be installed')
  await jest('contract')
})
if (wantsAny('stories', 'local', 'emulator', 'terminal', 'e2e')) await build()
await kind('stories', () => jest('stories'))
if (wantsAny('boot', 'local', 'emulator', 'terminal', 'e2e')) {
  const lacking = await startEngine()
  await kind('boot', () => inContainers('boot', lacking))
  await kind('local', () => pytest(lacking))
  await kind('emulator', () => jest('emulator', { MM_NO_ENGINE: lacking ? '1' : '' }))
  await kind('terminal', () => jest('terminal'))
  await kind('e2e', () => inContainers('e2e', lacking))
}

for (const reason of skips) console.log(`skipped: ${reason}`)
console.log(`${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 || inCi ? `, ${totals.skipped} skipped` : ''}`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0

/** A program of an npm package. npx would take some of the arguments for its own. */
function bin(name) {
  return join(root, 'node_modules/.bin', name)
}

function wantsAny(...names) {
  return wanted.length === 0 || names.some(name => wanted.includes(name))
}

/** A kind that is nothing without a container engine. */
async function inContainers(name, lacking) {
  if (!lacking) return jest(name)
  if (inCi) return fail(`${name}: ${lacking}`)
  skip(1, `${name}: no container engine (${lacking.split('\n')[0]})`)
}

async function kind(name, run) {
  if (!wantsAny(name)) return
  const start = Date.now()
  console.log(`\n=== ${name}`)
  await run()
  console.log(`=== ${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`)
}

async function tool(command, args, { count = true } = {}) {
  const { code } = await capture(command, args, { cwd: root, show: toScreen })
  if (count) totals[code === 0 ? 'passed' : 'failed']++
  return code === 0
}

async function jest(project, env = {}) {
  const outputFile = join(reports, `${project}.json`)
  const args = [
    '--selectProjects',
    project,
    '--json',
    `--outputFile=${outputFile}`,
    '--maxWorkers=2',
    ...(inOrder.includes(project) ? [] : ['--randomize']),
  ]
  const { code } = await capture(bin('jest'), args, {
    cwd: root,
    env: { ...process.env, ...env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings', FORCE_COLOR: '0' },
    show: (text, stream) => stream === 'stderr' && toScreen(text),
  })
  try {
    const report = JSON.parse(readFileSync(outputFile, 'utf8'))
    totals.passed += report.numPassedTests
    totals.failed += report.numFailedTests + report.numRuntimeErrorTestSuites
    if (report.numPendingTests > 0) skip(report.numPendingTests, `${report.numPendingTests} in ${project}`)
    if (code !== 0 && report.success) fail(`${project}: jest ended with ${code}`)
  } catch {
    fail(`${project}: jest wrote no report (exit code ${code})`)
  }
}

/** The tests of the local AWS itself. */
async function pytest(lacking) {
  if (!(await tool('scripts/local-aws', ['install'], { count: false }))) return fail('local: MiniStack could not be installed')
  const junit = join(reports, 'local.xml')
  const args = ['-m', 'pytest', 'local/tests', '-q', `--junitxml=${junit}`, '-p', 'no:cacheprovider']
  const { code } = await capture(join(local, 'venv/bin/python'), args, {
    cwd: root,
    env: { ...process.env, MM_NO_ENGINE: lacking ? '1' : '' },
    show: toScreen,
  })
  const numbers =
    /tests="(\d+)"/.exec(safeRead(junit)) &&
    Object.fromEntries(
      [...safeRead(junit).matchAll(/(tests|errors|failures|skipped)="(\d+)"/g)].slice(0, 4).map(m => [m[1], Number(m[2])]),
    )
  if (!numbers) return fail(`local: pytest wrote no report (exit code ${code})`)
  const failed = numbers.errors + numbers.failures
  totals.failed += failed
  totals.passed += numbers.tests - failed - numbers.skipped
  if (numbers.skipped > 0) skip(numbers.skipped, `${numbers.skipped} in local${lacking ? ' (no container engine)' : ''}`)
  if (code !== 0 && failed === 0) fail(`local: pytest ended with ${code}`)
}

function safeRead(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function skip(count, reason) {
  totals.skipped += count
  skips.push(reason)
}

function fail(reason) {
  totals.failed++
  console.error(reason)
}

function toScreen(text) {
  process.stderr.write(text)
}
