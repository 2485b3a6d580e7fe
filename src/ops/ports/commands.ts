/** Systems Manager's Run Command. */
export interface Commands {
  /**
   * Runs a document that takes no parameters on an instance, and resolves to what it printed. Throws InstanceUnreachable when its agent doesn't
   * take the command, and CommandFailed when the command doesn't end well; within a minute and a half.
   */
  run(document: string, instanceId: string): Promise<string>
}
