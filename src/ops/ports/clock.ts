export interface Clock {
  now(): number
  /** Resolves early, without an error, when the signal is aborted. In the background: it's nothing that the command waits for, and keeps no process alive. */
  sleep(ms: number, signal?: AbortSignal, options?: { background: boolean }): Promise<void>
  /** Sleeps between two looks at what others look at, too: as long on average, by chance. */
  pause(ms: number, signal: AbortSignal): Promise<void>
}
