import { hostname, userInfo } from 'node:os'

/**
 * CloudFormation shows it in each event of the operation: it's the only place in which it keeps who began it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html: 128 letters, digits and hyphens.
 */
export const operationToken = (): string => `mm-${Date.now().toString(36)}-${who()}`.slice(0, 128).replace(/-+$/, '')

function who(): string {
  const { GITHUB_ACTOR, GITLAB_USER_LOGIN } = process.env
  const name = GITHUB_ACTOR ?? GITLAB_USER_LOGIN ?? `${userName()} at ${hostname()}`
  return name.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-/, '')
}

/** There's none for a container's arbitrary user id. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}
