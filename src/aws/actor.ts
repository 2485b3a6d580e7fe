import { userInfo } from 'node:os'

/** Whoever made CI run, where a machine is the user. */
export const actorOfCi = (): string | undefined => process.env['GITHUB_ACTOR'] ?? process.env['GITLAB_USER_LOGIN']

/** There's none for a container's arbitrary user id. */
export function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}
