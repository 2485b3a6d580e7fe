import { MmError } from '../../errors.js'

/** What a machine without this account's credentials, or without a network, says: it's known only what the repository holds. */
const outOfReach = new Set(['NoCredentials', 'CredentialsExpired', 'NetworkUnreachable', 'WrongAccount'])

export type Answer<T> = { value: T; offline?: undefined } | { value?: undefined; offline: string }

/** The answer of AWS, or why it couldn't be asked. Whatever else goes wrong is thrown: a denied call isn't the same as none. */
export async function ifReachable<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() }
  } catch (error) {
    if (error instanceof MmError && outOfReach.has(error.code)) return { offline: error.message }
    throw error
  }
}
