import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join, posix } from 'node:path'
import { unreadable } from '../read.js'

const skipped = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'coverage',
  'vendor',
  'mm',
  'test',
  'tests',
  '__tests__',
  'fixtures',
])
/** Deeper folders hold no services of their own, and larger files no routes. */
const maxDepth = 7
const maxBytes = 512 * 1024

/** The files of a repository that may tell something, relative to its root and sorted. Throws Unreadable (exit 2). */
export function filesBelow(root: string, folder = '', depth = 0): string[] {
  if (depth > maxDepth) return []
  return entries(root, folder)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory())
        return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : filesBelow(root, path, depth + 1)
      return entry.isFile() && sizeOf(join(root, path)) <= maxBytes ? [path] : []
    })
}

function entries(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
  } catch (error) {
    throw unreadable(folder || '.', error)
  }
}

/** A file that has just gone isn't looked at. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? Infinity

/** `below('a/b.js', 'a')`; everything is below `.`. */
export const isBelow = (inner: string, outer: string): boolean => outer === '.' || inner.startsWith(`${outer}/`)
