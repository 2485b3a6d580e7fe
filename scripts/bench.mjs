// `npm run bench`: how fast mm starts and makes templates, in a minute.
// `npm run bench -- deploy`: what mm adds to a deployment, on the local AWS, with real containers; some minutes.
import { build, installPackages } from './support/prepare.mjs'

const [what = 'start'] = process.argv.slice(2)
if (!['start', 'deploy'].includes(what)) {
  console.error(`there is no benchmark ${what}: start, deploy`)
  process.exit(2)
}
await installPackages()
await build()
await import(`./bench/${what}.mjs`)
