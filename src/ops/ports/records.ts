/** Files that tell of deployments, beside the repository's own and unknown to git. */
export interface Records {
  /**
   * Keeps a text as `.mm/deploys/<deployment>/<name>` below the root and returns the folder; writing it again replaces it. Throws CannotWrite.
   */
  keep(root: string, deployment: string, file: { name: string; text: string }): string
  /** What was kept; undefined when nothing was, or it can't be read. */
  read(root: string, deployment: string, name: string): string | undefined
}
