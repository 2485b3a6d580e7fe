import type { z } from 'zod'
import { interpolations } from './interpolation.js'
import { forEnvironment } from './merge.js'
import { shapeProblems } from './shape-problems.js'
import { parseYaml, refuse, type Parsed, type Path, type Problem, type Source } from './source.js'
import type { Vocabulary } from './vocabulary.js'
import { valueAt } from './value.js'

/** What makes a manifest of one kind right. */
export interface Kind<T> {
  shape: z.ZodType<T>
  vocabulary: Vocabulary
  /** What only several keys together can tell, of the data as it holds in the environment. Values may still have a wrong type. */
  together?: (data: unknown) => Problem[]
}

/**
 * The manifest in its kind's shape, as it holds in the environment (none: as it's written).
 * Throws BadYaml, or BadManifest with every problem, its place, and what to write (exit 2).
 */
export function check<T>(source: Source | Parsed, { shape, vocabulary, together }: Kind<T>, environment?: string): T {
  const parsed = 'data' in source ? source : parseYaml(source)
  const data = environment === undefined ? parsed.data : forEnvironment(parsed.data, environment)
  refuse(parsed, [
    ...shapeProblems(shape, parsed.data, vocabulary),
    ...interpolations(parsed.data),
    ...(together?.(data) ?? []).map(problem => ({ ...problem, path: whereItIsSet(parsed.data, problem.path, environment) })),
  ])
  return shape.parse(data)
}

/** A value that an environment sets is shown where it's set. */
export function whereItIsSet(data: unknown, path: Path, environment: string | undefined): Path {
  if (environment === undefined) return path
  const overridden = ['environments', environment, ...path]
  return valueAt(data, overridden) === undefined ? path : overridden
}
