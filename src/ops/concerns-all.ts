import { exitCodes, type MmError } from '../errors.js'

/** Whether an error is about every call and not about the one that was made: an interruption, or credentials that are missing or have expired. */
export const concernsAll = ({ exitCode, code }: MmError): boolean =>
  exitCode === exitCodes.interrupted || (exitCode === exitCodes.access && code !== 'AccessDenied')
