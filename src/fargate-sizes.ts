/** Of a task. */
export interface Size {
  /** In units: 1024 are a vCPU. */
  cpu: number
  /** MiB. */
  memory: number
}

/**
 * Which memory goes with which CPU on Fargate, both from the smallest on.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (task size)
 */
export const memories: ReadonlyMap<number, number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16_384, 1024)],
  [4096, steps(8192, 30_720, 1024)],
  [8192, steps(16_384, 61_440, 4096)],
  [16_384, steps(32_768, 122_880, 8192)],
])

/** The smallest that has twice the memory, with no more CPU than that takes; where none has, the largest. Undefined of the largest. */
export function withMoreMemory({ cpu, memory }: Size): Size | undefined {
  const sizes = [...memories]
    .filter(([units]) => units >= cpu)
    .flatMap(([units, all]) => all.map(each => ({ cpu: units, memory: each })))
  return sizes.find(each => each.memory >= 2 * memory) ?? sizes.filter(each => each.memory > memory).at(-1)
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step)
}
