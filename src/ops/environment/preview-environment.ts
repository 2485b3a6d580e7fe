import type { EnvironmentProposals } from './environment-proposals.js'
import { openParameters, type Preview } from '../preview/preview.js'

/** The stacks that a deployment of an environment sends, in its order. */
export function previewEnvironment({ shared, own, cdn, switches, leaves }: EnvironmentProposals): Preview[] {
  const token = openParameters(own).includes('OriginToken')
    ? ['OriginToken is left out: the first deployment makes one up that nobody can guess']
    : []
  return [
    { proposal: shared, notes: [] },
    {
      proposal: own,
      notes: [
        ...token,
        ...(switches ? [`once the distribution answers, ${own.stackName} is updated again: the domain then leads to it`] : []),
        ...(leaves === undefined ? [] : [`afterwards ${leaves} is deleted: the manifest has no cdn any more`]),
      ],
    },
    ...(cdn ? [{ proposal: cdn, cdn: true, notes: token }] : []),
  ]
}
