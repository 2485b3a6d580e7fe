import { MmError, exitCodes } from '../errors.js'
import type { BuildRequest, Engine } from '../ops/ports/images.js'
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
      const built = await docker(buildArgs(request, { buildKit: await hasBuildx(signal) }), { signal, onLine })
      if (built.exitCode !== 0) throw buildError(built, request)
    },

    push: (reference, login, onLine) =>
      withPrivateConfig(async env => {
        const loginArgs = ['login', '--username', login.username, '--password-stdin', login.server]
        const loggedIn = await docker(loginArgs, { signal, env, input: login.password })
        if (loggedIn.exitCode !== 0) throw pushError(loggedIn, `docker login to ${login.server}`)
        const pushed = await docker(['push', reference], { signal, env, onLine })
        if (pushed.exitCode !== 0) throw pushError(pushed, `docker push of ${reference}`)
        return /digest: (sha256:[0-9a-f]{64})/.exec(pushed.text)?.[1] ?? (await recordedDigest(reference, { signal, env }))
      }),
  }
}

/** podman answers to `buildx version` too, and knows none of its options. */
async function hasBuildx(signal: AbortSignal): Promise<boolean> {
  const version = await docker(['buildx', 'version'], { signal })
  return version.exitCode === 0 && version.text.includes('docker/buildx')
}

/** What the engine has noted about a push that didn't print its digest: podman's doesn't. */
async function recordedDigest(reference: string, run: { signal: AbortSignal; env: Record<string, string> }): Promise<string> {
  const inspected = await docker(['image', 'inspect', '--format', '{{range .RepoDigests}}{{println .}}{{end}}', reference], run)
  const repository = reference.slice(0, reference.lastIndexOf(':'))
  const digest = inspected.text.split('\n').find(line => line.startsWith(`${repository}@sha256:`))
  if (digest) return digest.slice(repository.length + 1).trim()
  throw new MmError('PushFailed', `docker push of ${reference} told no digest`, {
    why: lastLines(inspected),
    state: 'the image is in the registry; nothing was deployed',
    fix: ['run the same command again'],
  })
}

const lastLines = (output: Output) => output.tail.slice(-20).join('\n') || 'docker printed nothing'

const ending = ({ exitCode }: Output) => (exitCode === undefined ? 'was killed' : `ended with exit code ${exitCode}`)

const buildError = (built: Output, { dockerfile, context }: BuildRequest) =>
  new MmError('BuildFailed', `the image build failed (docker build ${ending(built)})`, {
    why: lastLines(built),
    state: 'nothing was pushed, nothing was changed in AWS',
    fix: [`docker build --file ${dockerfile} ${context}`],
  })

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

const causes = [
  { pattern: /immutable/i, words: 'the repository is immutable and already holds another image under this tag' },
  {
    pattern: /denied|unauthorized|authentication|authorization|no basic auth/i,
    words:
      'the registry refused: has this identity ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage?',
    exitCode: exitCodes.access,
  },
  {
    pattern: /x509|certificate/i,
    words: "the engine doesn't trust the registry's certificate",
  },
  {
    pattern: /connection|timeout|timed out|EOF|reset|refused|no such host|network/i,
    words: 'the connection to the registry broke off; layers that have arrived are kept',
  },
  { pattern: /no space left/i, words: "the engine's disk is full" },
]

function pushError(output: Output, what: string): MmError {
  const cause = causes.find(({ pattern }) => pattern.test(output.text))
  return new MmError('PushFailed', `${what} failed (it ${ending(output)})`, {
    why: [...(cause ? [cause.words] : []), lastLines(output)].join('\n'),
    state: 'nothing was deployed',
    fix: ['run the same command again'],
    ...(cause?.exitCode === undefined ? {} : { exitCode: cause.exitCode }),
  })
}
