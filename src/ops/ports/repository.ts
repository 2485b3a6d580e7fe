export interface SourceState {
  /** Short hash of HEAD; undefined in a repository without a commit. */
  commit?: string
  /** 12 hex digits over the content of the path's files, when they differ from HEAD. */
  dirty?: string
}

export interface Commits {
  count: number
  /** The newest of them, newest first: ten at most. */
  newest: { commit: string; subject: string }[]
}

/** What lies between two commits: what the second has that the first hasn't, and the other way round; or, in words, why nobody knows. */
export type History = { ahead: Commits; behind: Commits } | { unknown: string }

export interface Git {
  /** State of the files below a path (absolute), ignored ones left out, and of some files (absolute) that may lie elsewhere or not be there. */
  state(path: string, files?: string[]): Promise<SourceState>
  /** The commits that touch what is below a path (absolute). Never fails. */
  between(path: string, from: string, to: string): Promise<History>
}
