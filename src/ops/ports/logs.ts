export interface LogLine {
  /** CloudWatch's event id. */
  id: string
  group: string
  stream: string
  at: number
  ingestedAt: number
  message: string
}

export interface LogPage {
  lines: LogLine[]
  /** Absent on the last page. A page may be empty and still have one. */
  next?: string
  /** The server's clock when it answered. */
  serverTime: number
}

export interface LogQuery {
  group: string
  /** Inclusive. */
  since: number
  /** Inclusive. */
  until?: number
  /** Only streams that start with this. */
  streamPrefix?: string
  next?: string
}

export interface Logs {
  /** One page of a group's lines by event time. A group that doesn't exist (yet) has none. */
  page(query: LogQuery): Promise<LogPage>
}
