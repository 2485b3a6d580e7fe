import type { Path } from './source.js'

/** What the manifests of one kind may hold. Paths are dotted, without `environments.<name>.` before them. */
export interface Vocabulary {
  /** Every key, with an example of its value as YAML in one line. */
  examples: Record<string, string>
  /** Keys of Copilot's manifests and of mm's plans that aren't taken yet: an error of their own, since they aren't mistyped. */
  later: ReadonlySet<string>
}

/** Keys that are the same in every environment, and so don't stand below `environments.<name>`. */
export const fixedKeys = new Set(['name', 'type', 'engine', 'environments'])

export const dotted = (path: Path): string => path.join('.')

export const inEnvironment = (path: Path): boolean => path[0] === 'environments' && path.length > 2

/** The path as the vocabulary has it: what holds in one environment is written like what holds in all. */
export const general = (path: Path): Path => (inEnvironment(path) ? path.slice(2) : path)

export const isLater = ({ later }: Vocabulary, path: Path): boolean => later.has(dotted(general(path)))

/** `port: 3000`; undefined for a path without an example, such as a variable's. */
export function exampleLine({ examples }: Vocabulary, path: Path): string | undefined {
  const value = examples[dotted(general(path))]
  return value === undefined ? undefined : `${path.at(-1)}: ${value}`
}

/** `image: {port: 3000}` for `image.port`. */
export function fromTheTop({ examples }: Vocabulary, key: string): string {
  const [first, ...rest] = key.split('.')
  const value = rest.reduceRight((inner, each) => `{${each}: ${inner}}`, examples[key] ?? '')
  return `${first}: ${value}`
}
