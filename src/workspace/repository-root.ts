import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { usageError } from '../errors.js'

/** The root of the git repository around a folder: where `.git` is (a folder, or a file in a worktree). Throws NotInGitRepository (exit 2). */
export function repositoryRoot(cwd: string): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) throw notInRepository(cwd)
  }
}

export const notInRepository = (path: string) =>
  usageError('NotInGitRepository', `${path} isn't in a git repository`, {
    why: 'images are tagged with the commit that they were built from, and manifests belong to the code',
    fix: ['cd into the repository', 'or: git init && git add -A && git commit -m "first"'],
  })
