// `npm run demo`: from a fresh clone to a running shop on a local AWS; `-- --down` removes it all.
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, installPackages, local, root } from './support/prepare.mjs'

const name = 'demo'
const shop = join(local, 'demo', 'shop')
const colour = (code, text) => (process.stdout.isTTY || process.env.FORCE_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text)
const title = text => console.log(`\n${colour('1;36', `▶ ${text}`)}`)

await installPackages()
const { removeEngine, startAws, startEngine, stopAws } = await import('./support/local-world.mjs')

if (process.argv.includes('--down')) await down()
else await up()

async function up() {
  const start = Date.now()
  await build()
  title('a container engine and the base images')
  const lacking = await startEngine()
  if (lacking) {
    console.error(`\nThe demo needs a container engine.\n${lacking}`)
    process.exit(1)
  }
  title('a local AWS')
  const env = await startAws(name)
  const { copyShop, runStory } = await import('./demo/story.mjs')
  await copyShop(shop)
  const ready = Date.now() - start
  try {
    const result = await runStory({
      shop,
      env: { ...env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
      terminal: process.stderr.isTTY === true,
      show: (text, stream) => process[stream].write(text),
      tell: step => (step.ms === undefined ? title(step.title) : undefined),
    })
    await summary(result, { ready, env, total: Date.now() - start })
  } catch (error) {
    console.error(`\n${colour('31', 'The demo ended early:')} ${error.message}`)
    console.error(`The local AWS still runs: scripts/local-aws logs --name ${name}; npm run demo -- --down removes it.`)
    process.exit(1)
  }
}

async function summary({ url, steps, snapshot }, { ready, total, env }) {
  const { resourceTable } = await import('./demo/resources.mjs')
  const seconds = ms => (ms / 1000).toFixed(1).padStart(7)
  title('what was made')
  console.log(await resourceTable({ env, shop }))
  title('seconds')
  console.log(`${seconds(ready)}  getting ready: packages, build, engine, local AWS`)
  for (const step of steps) console.log(`${seconds(step.ms)}  ${step.title}`)
  console.log(`${seconds(total)}  altogether`)
  title('the shop')
  console.log(`${colour('1', url)}   restore point ${snapshot}`)
  title('go on')
  console.log(
    [
      `eval "$(${relative(process.cwd(), join(root, 'scripts/local-aws')) || 'scripts/local-aws'} env --name ${name})"`,
      `cd ${relative(process.cwd(), shop)} && alias mm=${join(root, 'bin/run.js')}`,
      'mm status',
      'mm logs --follow',
      'mm svc deploy backend --env dev      after a change in backend/',
      'npm run demo -- --down               removes it all (in the folder of the clone)',
    ].join('\n'),
  )
}

async function down() {
  await stopAws(name)
  await removeEngine()
  rmSync(join(local, 'demo'), { recursive: true, force: true })
  console.log(
    'removed: the local AWS with its containers, networks and volumes, the engine with its images if it was started here, and the copy of the shop',
  )
}
