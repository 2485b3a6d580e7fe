export interface Clock {
  now(): number
  /** Resolves early, without an error, when the signal is aborted. In the background: it's nothing that the command waits for, and keeps no process alive. */
  sleep(ms: number, signal?: AbortSignal, options?: { background: boolean }): Promise<void>
}
