export interface SourceState {
  /** Short hash of HEAD; undefined in a repository without a commit. */
  commit?: string
  /** 12 hex digits over the content of the path's files, when they differ from HEAD. */
  dirty?: string
  /** Hash of what HEAD has of the files; undefined when it hasn't all of them: there's no such folder in it, or one of the files is ignored. */
  tree?: string
  /** Some of the files that git ignores and that are built into the image all the same, relative to its context. */
  ignored?: string[]
  /** What mm has noted of earlier deployments, among it lines of logs, would be built into the image, too. */
  withRecords?: boolean
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
  /**
   * The first few files below an image's context (absolute), relative to it, that git ignores and `docker build` sends all the same. No commit and no
   * hash tells of them. mm's own records are the one entry `.mm/`.
   */
  ignoredButSent(context: string, dockerfile: string): Promise<string[]>
  /** The commits that touch what is below a path (absolute). Never fails. */
  between(path: string, from: string, to: string): Promise<History>
}
