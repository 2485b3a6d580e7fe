// The story that the demo tells and the e2e test asserts: mm's own commands, from an empty account to a running shop.
import { randomUUID } from 'node:crypto'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { capture } from '../support/run.mjs'
import { root } from '../support/prepare.mjs'

/** A copy of the example as a repository of its own, with one commit. */
export async function copyShop(target) {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(dirname(target), { recursive: true })
  cpSync(join(root, 'examples/shop'), target, { recursive: true, filter: path => !path.includes('node_modules') })
  const git = args => capture('git', ['-c', 'user.name=shop', '-c', 'user.email=shop@example.com', ...args], { cwd: target })
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'The shop'],
  ]) {
    const { code, stderr } = await git(args)
    if (code !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  }
}

/**
 * Runs the whole story; each step is told to `tell` before it runs and after.
 * @param {{ shop: string, env: NodeJS.ProcessEnv, show: (text: string, stream: 'stdout' | 'stderr') => void, tell: (step: { title: string, ms?: number }) => void, terminal?: boolean }} world
 */
export async function runStory({ shop, env, show, tell, terminal = false }) {
  const steps = []
  const mm = async (...args) => {
    const title = `mm ${args.join(' ')}`
    tell({ title })
    const result = await capture(process.execPath, [join(root, 'bin/run.js'), ...args], {
      cwd: shop,
      env: { ...process.env, ...env },
      show,
      terminal,
    })
    return done({ title, ...result })
  }
  const done = step => {
    steps.push(step)
    tell(step)
    if (step.code !== 0)
      throw Object.assign(
        new Error(
          `${step.title} ended with exit code ${step.exitCode ?? step.code}\n${(step.stderr ?? '').split('\n').slice(-12).join('\n')}`,
        ),
        { steps },
      )
    return step
  }

  await mm('init', '--yes')
  await mm('env', 'deploy', '--name', 'dev', '--yes')
  await mm('db', 'deploy', '--env', 'dev', '--yes')
  await mm('svc', 'deploy', 'backend', '--env', 'dev', '--yes')
  const frontend = await mm('svc', 'deploy', 'frontend', '--env', 'dev', '--yes')
  await mm('status')

  const url = frontend.stdout.trim().split('\n').at(-1)
  const page = done(await requestPage(url, { tell, show }))
  const logs = done(await followOneRequest({ url, shop, env, show, tell }))
  const snapshot = await mm('db', 'snapshot', '--env', 'dev')
  return { steps, url, page, logs, snapshot: snapshot.stdout.trim() }
}

/** Adds a product through the page's own form, then asks for the page: what comes back went to the database and returned. */
async function requestPage(url, { tell, show }) {
  const title = `an HTTP request to ${url}`
  tell({ title })
  const start = Date.now()
  const product = `Demo lamp ${randomUUID().slice(0, 8)}`
  const added = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ name: product, price: '42' }),
    redirect: 'follow',
  })
  const answer = await fetch(url)
  const body = await answer.text()
  const found = body.includes(product)
  show(
    `POST / name="${product}" → ${added.status}\nGET  / → ${answer.status}, ${body.length} bytes, ${found ? `the page shows "${product}"` : `"${product}" is missing`}\n`,
    'stdout',
  )
  return { title, code: answer.status === 200 && found ? 0 : 1, ms: Date.now() - start, body, product, stdout: '', stderr: '' }
}

/** Starts `mm logs --follow`, makes one request, and ends it when the lines of that request have come from both services. */
async function followOneRequest({ url, shop, env, show, tell }) {
  const title = 'mm logs --follow'
  tell({ title })
  const id = randomUUID()
  const seen = { frontend: false, backend: false }
  let requested = false
  let ending = false
  let child
  const watch = (text, stream) => {
    show(text, stream)
    printed[stream] += text
    if (!requested && printed.stderr.includes('following')) {
      requested = true
      void fetch(url, { headers: { 'x-request-id': id } }).then(answer => answer.text())
    }
    const lines = stripVTControlCharacters(printed.stdout)
      .split('\n')
      .filter(line => line.includes(id))
    for (const service of Object.keys(seen)) seen[service] ||= lines.some(line => line.includes(` ${service}`))
    // Once: another signal while it ends by itself would end it before it can say how.
    if (seen.frontend && seen.backend && child && !ending) ending = child.kill('SIGINT')
  }
  const printed = { stdout: '', stderr: '' }
  const deadline = setTimeout(() => child?.kill('SIGTERM'), 60_000)
  const result = await capture(process.execPath, [join(root, 'bin/run.js'), 'logs', '--follow'], {
    cwd: shop,
    env: { ...process.env, ...env },
    show: watch,
    onStart: started => (child = started),
  })
  clearTimeout(deadline)
  // Ctrl-C is how a person ends it: 130 is its good end.
  return {
    title,
    ...result,
    code: result.code === 130 && seen.frontend && seen.backend ? 0 : (result.code ?? 1) || 1,
    requestId: id,
    exitCode: result.code,
  }
}
