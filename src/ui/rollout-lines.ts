import type { Rollout } from '../ops/ports/progress.js'

/** One line for each revision that has tasks; the targets' health, which is that of all of them, stands in the newest one's. */
export const rolloutLines = ({ revisions, targets }: Rollout): string[] =>
  revisions.map(({ revision, desired, running, pending, failed }, i) => {
    if (i > 0) return `rev ${revision}  ${running} running`
    const health = targets ? [`targets ${targets.healthy}/${targets.total} healthy`] : []
    return `rev ${revision}  ${[`${running}/${desired} running`, `${pending} pending`, `${failed} failed`, ...health].join(' · ')}`
  })
