/** Files that tell of deployments, beside the repository's own and unknown to git. */
export interface Records {
  /**
   * Keeps a text as `.mm/deploys/<deployment>/<name>` below the root and returns the folder; writing it again replaces it. Throws CannotWrite.
   */
  keep(root: string, deployment: string, file: { name: string; text: string }): string
}
