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

/** What a Dockerfile tells about the image that it builds. */
export interface Dockerfile {
  /** Relative to the root, as every path here. */
  file: string
  port?: Seen<number>
  /** The path of the HEALTHCHECK. */
  health?: Seen<string>
  /** The build context; `seen` is what COPY takes from there and isn't where it would usually be. */
  context: { folder: string; seen?: Seen<string> }
}

/** A folder that a Dockerfile builds: a service to be. */
export interface Candidate {
  /** `.` is the root itself. */
  folder: string
  /** Service name, unique in the repository. */
  name: string
  /** Every Dockerfile that builds it. */
  dockerfiles: Dockerfile[]
  /** What the start script or the source says, for a Dockerfile without EXPOSE. */
  port?: Seen<number>
  /** A route that is named like a health check, for a Dockerfile without HEALTHCHECK. */
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
  /** What a person should know though nothing is asked about it. */
  notes: string[]
}

/** `backend/Dockerfile:8  EXPOSE 8080` */
export const place = ({ file, line, text }: Seen<unknown>): string =>
  `${file}:${line}  ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`
