import { readFileSync, readdirSync } from 'node:fs'

/**
 * Whether a process works just now, or wants to: one of its threads runs, waits for a processor or for the disk, or it has a child. On a busy machine that takes
 * longer than any pause between two calls. False where there's no /proc.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, …/proc_tid_children.5.html
 */
export function works(pid: number): boolean {
  return threadsOf(pid).some(thread => {
    const state = read(`/proc/${pid}/task/${thread}/stat`)
      .replace(/^.*\) /s, '')
      .charAt(0)
    return state === 'R' || state === 'D' || read(`/proc/${pid}/task/${thread}/children`).trim() !== ''
  })
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** A thread may end in between. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
