import { environmentProposalsOffline, type EnvironmentRequest } from './environment-proposals.js'
import { packaged } from '../preview/package-stack.js'
import type { Preview } from '../preview/preview.js'
import { previewEnvironment } from './preview-environment.js'

// Without a question to AWS, and so the same in every account. A file for each kind of stack: a command loads the templates of its own only.
export const packageEnvironment = (request: EnvironmentRequest) => packaged(environmentProposalsOffline(request).own)

export const environmentOffline = (request: EnvironmentRequest): Preview[] =>
  previewEnvironment(environmentProposalsOffline(request))
