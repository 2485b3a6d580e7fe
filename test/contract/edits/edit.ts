import type { Template } from '../../../src/templates/cfn.js'

/** A change of a manifest, or of a parameter, and what a reader must know about it besides what is worked out. */
export interface Edit {
  title: string
  before: Template
  after: Template
  /** Parameters that get another value. */
  parameters?: string[]
  note?: string
  /** mm refuses it, since it would replace or delete what holds data. */
  refused?: true
}

type Render<T> = (more?: Partial<T>) => Template
type About<T> = { from?: Partial<T> } & Pick<Edit, 'note' | 'parameters' | 'refused'>

/** Keys get other values: from what they are by default, or from what is given. */
export function edit<T>(render: Render<T>, title: string, to: Partial<T>, { from = {}, ...about }: About<T> = {}): Edit {
  return { title, before: render(from), after: render({ ...from, ...to }), ...about }
}

/** A parameter gets another value, the manifest stays. */
export const parameter = <T>(render: Render<T>, title: string, id: string, note?: string): Edit => ({
  title,
  before: render(),
  after: render(),
  parameters: [id],
  ...(note === undefined ? {} : { note }),
})
