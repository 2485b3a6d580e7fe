import type { BuildRequest } from '../ops/ports/images.js'

/** The arguments of `docker build`; with BuildKit its progress is asked for as plain lines. */
export function buildArgs(request: BuildRequest, options: { buildKit: boolean }): string[] {
  const { context, dockerfile, target, args, platform, reference, anew = false } = request
  return [
    'build',
    // The legacy builder would leave the container of a step that failed behind.
    ...(options.buildKit ? ['--progress=plain', '--provenance=false'] : ['--force-rm']),
    // Neither an older base image nor what was made of it, e.g. packages of the day.
    ...(anew ? ['--pull', '--no-cache'] : []),
    // The platform that ECS runs, whatever this machine is. linux/x86_64 is Copilot's word for what Docker calls linux/amd64.
    '--platform',
    platform.replace('x86_64', 'amd64'),
    '--tag',
    reference,
    // The cache would make the same image of files before and after their commit: under both tags, and expired by the first.
    '--label',
    `org.opencontainers.image.revision=${reference.slice(reference.lastIndexOf(':') + 1)}`,
    '--file',
    dockerfile,
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    context,
  ]
}
