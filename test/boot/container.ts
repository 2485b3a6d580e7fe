import { execFile, execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const here = fileURLToPath(new URL('.', import.meta.url))
const engine = fileURLToPath(new URL('../../scripts/engine', import.meta.url))
const run = promisify(execFile)

export interface Container {
  /** Runs a command in it; resolves to what it printed, throws with what it complained of. */
  exec(command: string[], input: string): Promise<string>
  remove(): Promise<void>
}

/** A container with Node, bash and the stand-ins, for one test file. */
export async function startContainer(): Promise<Container> {
  const host = /DOCKER_HOST=['"]?([^'"\n]+)/.exec((await run(engine, ['env'])).stdout)?.[1]
  const env = { ...process.env, ...(host ? { DOCKER_HOST: host } : {}) }
  const name = `mm-boot-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`
  const docker = (...args: string[]) => run('docker', args, { env })
  const remove = async () => void (await docker('rm', '-f', name))
  const exec = (command: string[], input: string) => pipe(['exec', '-i', name, ...command], input, env)
  await docker('run', '-d', '--name', name, 'node:20-alpine', 'tail', '-f', '/dev/null')
  try {
    await docker('exec', name, 'mkdir', '-p', '/mm', '/world')
    for (const folder of ['stand-ins', 'world']) await docker('cp', `${here}${folder}`, `${name}:/mm/`)
    await exec(['sh', '-c', 'apk add --no-cache bash openssl && openssl version'], '').catch(() => copyPrograms(exec))
    await exec(['sh', '-c', prepare], '')
  } catch (error) {
    await remove()
    throw error
  }
  return { exec, remove }
}

const prepare = `ln -s "$(command -v bash)" /mm/bash; [ -e /bin/bash ] || ln -s /mm/bash /bin/bash
[ -e /usr/bin/env ] || ln -s "$(command -v env)" /usr/bin/env
echo mongod:x:991:991::/:/bin/false >>/etc/passwd; echo mongod:x:991: >>/etc/group`

/** Where no package can be had the image is a stand-in, made from this machine's programs: so its own run there, too. */
async function copyPrograms(exec: Container['exec']) {
  const programs = ['bash', 'openssl'].map(name =>
    execFileSync('bash', ['-c', `readlink -f "$(command -v ${name})"`], { encoding: 'utf8' }).trim(),
  )
  const libraries = programs.flatMap(each => execFileSync('ldd', [each], { encoding: 'utf8' }).match(/\/\S+/g) ?? [])
  const files = [...new Set([...programs, ...libraries])]
  const archive = execFileSync('tar', ['-chz', '--absolute-names', ...files], { maxBuffer: 2 ** 26 }).toString('base64')
  await exec(['sh', '-c', 'base64 -d | tar -xz -C /'], archive)
}

function pipe(args: string[], input: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn('docker', args, { env })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(out) : reject(new Error(`docker ${args.join(' ')} ended with ${code}\n${out}${err}`)),
    )
  })
}
