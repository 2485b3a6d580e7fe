import { databaseProposalOf, type DatabaseRequest } from './database-proposal.js'
import { packaged } from '../preview/package-stack.js'
import type { Preview } from '../preview/preview.js'

// Without a question to AWS, and so the same in every account. A file for each kind of stack: a command loads the templates of its own only.
export const packageDatabase = (request: DatabaseRequest) => packaged(databaseProposalOf(request, {}))

export const databaseOffline = (request: DatabaseRequest): Preview => ({ proposal: databaseProposalOf(request, {}), notes: [] })
