import { MmError } from '../errors.js'
import type { Engine } from '../ops/ports.js'
import { buildArgs } from './build-args.js'
import { withPrivateConfig } from './private-config.js'
import { docker, type Output } from './run.js'

/** The container engine behind the `docker` command. */
export function engine({ signal }: { signal: AbortSignal }): Engine {
  return {
    async check() {
      const version = await docker(['version', '--format', '{{.Server.Version}}'], { signal })
      if (version.exitCode !== 0) throw notRunning(version)
    },

    async build(request, onLine) {
      const buildx = await docker(['buildx', 'version'], { signal })
      const built = await docker(buildArgs(request, { buildKit: buildx.exitCode === 0 }), { signal, onLine })
      if (built.exitCode === 0) return
      throw new MmError(
        'BuildFailed',
        `the image build failed (docker build ended with exit code ${built.exitCode ?? 'none: it was killed'})`,
        {
          why: lastLines(built),
          state: 'nothing was pushed, nothing was changed in AWS',
          fix: [`docker build --file ${request.dockerfile} ${request.context}`],
        },
      )
    },

    push: (reference, login, onLine) =>
      withPrivateConfig({ signal }, async env => {
        const loggedIn = await docker(['login', '--username', login.username, '--password-stdin', login.server], {
          signal,
          env,
          input: login.password,
        })
        if (loggedIn.exitCode !== 0) throw pushError(loggedIn, `docker login to ${login.server}`)
        const pushed = await docker(['push', reference], { signal, env, onLine })
        const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed.text)?.[1]
        if (pushed.exitCode !== 0 || !digest) throw pushError(pushed, `docker push of ${reference}`)
        return digest
      }),
  }
}

const lastLines = (output: Output) => output.tail.slice(-20).join('\n') || 'docker printed nothing'

function notRunning(version: Output): MmError {
  if (/permission denied/i.test(version.text)) {
    return new MmError('DockerDenied', "docker's socket may not be used by this user", {
      why: lastLines(version),
      fix: ['sudo usermod -aG docker $USER, then log in again'],
    })
  }
  return new MmError('DockerNotRunning', 'Docker is not running', {
    why: lastLines(version),
    state: 'nothing was built, nothing was changed in AWS',
    fix: ['start Docker Desktop, or: sudo systemctl start docker'],
  })
}

function pushError(output: Output, what: string): MmError {
  const text = output.text
  const cause = /immutable/i.test(text)
    ? 'the repository is immutable and already holds another image under this tag'
    : /denied|unauthorized|authentication|no basic auth/i.test(text)
      ? 'the registry refused the login: does this identity have ecr:PutImage and ecr:InitiateLayerUpload on the repository?'
      : /connection|timeout|EOF|reset|refused|no such host/i.test(text)
        ? 'the connection to the registry broke off; layers that have arrived are kept'
        : undefined
  return new MmError('PushFailed', `${what} failed (exit code ${output.exitCode ?? 'none: it was killed'})`, {
    why: [...(cause ? [cause] : []), lastLines(output)].join('\n'),
    state: 'nothing was deployed',
    fix: ['run the same command again'],
  })
}
