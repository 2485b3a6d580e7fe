import { packaged } from '../preview/package-stack.js'
import type { Preview } from '../preview/preview.js'
import { serviceProposal, type ServiceRequest } from './service-proposal.js'

// Without a question to AWS, and so the same in every account. A file for each kind of stack: a command loads the templates of its own only.
export const packageService = (request: ServiceRequest) => packaged(serviceProposal(request, {}))

export function serviceOffline(request: ServiceRequest): Preview {
  const { image } = request.service
  return {
    proposal: serviceProposal(request, 'location' in image ? { image: { reference: image.location } } : {}),
    notes: [],
  }
}
