import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const shop = fileURLToPath(new URL('../../examples/shop', import.meta.url))

export interface Repository {
  root: string
  write(path: string, text: string): void
  read(path: string): string
  commit(message?: string): void
  /** Every file but git's own, with its content. */
  files(): Record<string, string>
  remove(): void
}

/** A real folder with a git repository of these files. */
export function repository(files: Record<string, string>, options: { git?: boolean } = {}): Repository {
  const root = mkdtempSync(join(tmpdir(), 'mm-test-'))
  const repo = repositoryAt(root)
  for (const [path, text] of Object.entries(files)) repo.write(path, text)
  if (options.git !== false) {
    git(root, ['init', '-q', '-b', 'main'])
    repo.commit()
  }
  return repo
}

/** A copy of the example as a repository of its own. */
export function shopRepository(): Repository {
  const repo = repository({ 'README.md': 'shop\n' })
  cpSync(shop, repo.root, { recursive: true, filter: path => !path.includes('node_modules') })
  repo.commit()
  return repo
}

function repositoryAt(root: string): Repository {
  return {
    root,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    },
    read: path => readFileSync(join(root, path), 'utf8'),
    commit: message => commitAll(root, message),
    files: () =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter(file => file.isFile() && !file.parentPath.includes('.git'))
          .map(file => join(file.parentPath, file.name))
          .map(path => [relative(root, path), readFileSync(path, 'utf8')]),
      ),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Commits everything that is there. */
export function commitAll(root: string, message = 'state'): void {
  git(root, ['add', '-A'])
  git(root, ['-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '--allow-empty', '-m', message])
}

function git(cwd: string, args: string[]): void {
  execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
}
