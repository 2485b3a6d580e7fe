// Loaded before mm: writes the milliseconds of processor time that it took into a file when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeFileSync(process.env.BENCH_PROCESSOR_TIME, String((user + system) / 1000))
})
