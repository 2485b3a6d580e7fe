export interface SourceState {
  /** Short hash of HEAD; undefined in a repository without a commit. */
  commit?: string
  /** 12 hex digits over the content of the path's files, when they differ from HEAD. */
  dirty?: string
}

export interface Git {
  /** State of the files below a path (absolute), ignored ones left out, and of some files (absolute) that may lie elsewhere or not be there. */
  state(path: string, files?: string[]): Promise<SourceState>
}
