import type { Proposal } from '../ports/cloudformation.js'
import { knownParameters, openParameters, parametersFile, parametersText, templateFile, type Preview } from './preview.js'

export interface PackagedStack {
  stack: string
  /** The template's text, byte for byte as it's deployed. */
  template: string
}

/** What `--output-dir` writes. */
export interface PackagedFiles {
  stacks: (PackagedStack & {
    /** Those that are known. */
    parameters: Record<string, string>
    tags: Record<string, string>
    /** Parameters that get their value only at the deployment. */
    leftOut: string[]
    notes: string[]
  })[]
  /** Why AWS couldn't be asked; absent when it was. */
  offline?: string
  /** Paths of what was written. */
  files: string[]
}

/** What a command prints of a proposal. */
export const packaged = ({ stackName, body }: Proposal): PackagedStack => ({ stack: stackName, template: body })

/** The files of some stacks, and what they hold. */
export function packageFiles(previews: Preview[]): { stacks: PackagedFiles['stacks']; files: { name: string; text: string }[] } {
  const stacks = previews.map(({ proposal, notes }) => ({
    ...packaged(proposal),
    parameters: knownParameters(proposal),
    tags: proposal.tags,
    leftOut: openParameters(proposal),
    notes,
  }))
  const files = stacks.flatMap(({ stack, template, parameters, tags }) => [
    { name: templateFile(stack), text: template },
    { name: parametersFile(stack), text: parametersText(parameters, tags) },
  ])
  return { stacks, files }
}
