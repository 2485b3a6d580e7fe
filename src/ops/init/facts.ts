/** What is seen in a repository, with the place where it was seen. */
export interface Seen<T> {
  value: T
  /** Relative to the repository's root. */
  file: string
  /** From 1. */
  line: number
  /** The line itself, trimmed. */
  text: string
}

/** A folder with a Dockerfile: a service to be. */
export interface Candidate {
  /** Relative to the root; `.` is the root itself. */
  folder: string
  /** From the folder or the package. */
  name: string
  /** Every Dockerfile in the folder, relative to the root. */
  dockerfiles: string[]
  port?: Seen<number>
  /** The path of the HEALTHCHECK, or a route that is named like one. */
  health?: Seen<string>
  /** The dependency on MongoDB's driver. */
  mongo?: Seen<string>
  /** The variable that holds the connection string. */
  mongoVariable?: Seen<string>
  /** Variables that look like another service's address, such as BACKEND_URL. */
  urlVariables: Seen<string>[]
  /** A dependency that renders pages. */
  pages?: Seen<string>
}

export interface Facts {
  /** The repository's own name: of package.json, else of the folder. */
  name: string
  candidates: Candidate[]
}

/** `backend/Dockerfile:8  EXPOSE 8080` */
export const place = ({ file, line, text }: Seen<unknown>): string =>
  `${file}:${line}  ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`

/** A folder's name as a service's: lower case, hyphens. */
export function serviceName({ name }: Candidate): string {
  const clean = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  return clean.slice(0, 30) || 'app'
}
