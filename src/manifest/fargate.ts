/**
 * Which memory goes with which CPU on Fargate, in MiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (task size)
 */
const memories = new Map<number, number[]>([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16_384, 1024)],
  [4096, steps(8192, 30_720, 1024)],
  [8192, steps(16_384, 61_440, 4096)],
  [16_384, steps(32_768, 122_880, 8192)],
])

/** What is wrong with a task's size, and what to write; undefined when Fargate takes it. */
export function fargateProblem({
  cpu,
  memory,
}: {
  cpu: number
  memory: number
}): { key: 'cpu' | 'memory'; what: string; fix: string } | undefined {
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

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step)
}
