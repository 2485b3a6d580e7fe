export interface Volume {
  id: string
  /** GiB. */
  size: number
  /** Name of the availability zone. */
  zone: string
  state: string
  encrypted: boolean
  tags: Record<string, string>
}

export interface Snapshot {
  id: string
  volumeId: string
  /** pending, completed or error. */
  state: string
  stateMessage?: string
  /** 0-100. */
  progress: number
  /** GiB of the volume. */
  size: number
  startedAt: number
  tags: Record<string, string>
}

export interface Volumes {
  find(id: string): Promise<Volume | undefined>
  snapshot(request: { volumeId: string; description: string; tags: Record<string, string> }): Promise<Snapshot>
  findSnapshot(id: string): Promise<Snapshot | undefined>
}
