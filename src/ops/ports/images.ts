export interface RegistryLogin {
  /** Host (and port) to log in to. */
  server: string
  username: string
  password: string
}

export interface TaggedImage {
  tag: string
  /** `sha256:…` */
  digest: string
  pushedAt: number
}

/** ECR. */
export interface Registry {
  login(): Promise<RegistryLogin>
  /** Every tag of a repository; one that doesn't exist has none. */
  images(repositoryName: string): Promise<TaggedImage[]>
  /** `sha256:…` of a tag; undefined when there is no such tag. */
  digest(repositoryName: string, tag: string): Promise<string | undefined>
  /** Whether there's an image with the digest. */
  has(repositoryName: string, digest: string): Promise<boolean>
  /** A tag of the image with a digest; undefined when it has none, or there's no such image. */
  tag(repositoryName: string, digest: string): Promise<string | undefined>
}

export interface BuildRequest {
  /** Absolute paths. */
  context: string
  dockerfile: string
  target?: string
  args: Record<string, string>
  platform: string
  /** `repository:tag` */
  reference: string
  /** With base images as their registries have them now, and without what the engine has kept of earlier builds. */
  anew?: boolean
}

/** A container engine. `onLine` gets each line of its output as it comes. */
export interface Engine {
  /** Throws DockerNotRunning. */
  check(): Promise<void>
  build(request: BuildRequest, onLine: (line: string) => void): Promise<void>
  /** Pushes under a private, temporary client configuration; resolves to the digest `sha256:…`. */
  push(reference: string, login: RegistryLogin, onLine: (line: string) => void): Promise<string>
}
