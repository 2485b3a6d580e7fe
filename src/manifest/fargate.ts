import { memories, type Size } from '../fargate-sizes.js'

/** What is wrong with a task's size, and what to write; undefined when Fargate takes it. */
export function fargateProblem({ cpu, memory }: Size): { key: 'cpu' | 'memory'; what: string; fix: string } | undefined {
  const cpus = [...memories.keys()]
  const taken = memories.get(cpu)
  if (!taken) return { key: 'cpu', what: `cpu is ${cpu}: Fargate takes ${cpus.join(', ')}`, fix: `cpu: ${atLeast(cpus, cpu)}` }
  if (taken.includes(memory)) return undefined
  return {
    key: 'memory',
    what: `memory is ${memory}: with cpu ${cpu} Fargate takes ${inWords(taken)} MiB`,
    fix: `memory: ${atLeast(taken, memory)}`,
  }
}

const atLeast = (values: number[], wanted: number) => values.find(value => value >= wanted) ?? values.at(-1)

const inWords = (values: number[]) =>
  values.length <= 4 ? values.join(', ') : `${values[0]} to ${values.at(-1)} in steps of ${(values[1] ?? 0) - (values[0] ?? 0)}`
