import type { ServiceLine } from '../ops/logs/read-logs.js'
import { escapeControl } from './escape.js'
import { localTime } from './local-time.js'
import { out } from './theme.js'

const colours = [out.cyan, out.magenta, out.yellow, out.green, out.blue, out.red]

interface Options {
  format: 'human' | 'raw' | 'json'
  /** In the order in which colours are given. */
  services: string[]
  utc: boolean
}

/** A function that writes one line to stdout and waits while the reader is slower than mm. */
export function lineWriter({ format, services, utc }: Options): (line: ServiceLine) => Promise<void> {
  const width = Math.max(0, ...services.map(service => service.length))
  const text = {
    human: (line: ServiceLine) => {
      const colour = colours[services.indexOf(line.service) % colours.length] ?? out.white
      const time = localTime(line.at, { utc }).slice(11, 23)
      return `${out.dim(time)} ${colour(`${line.service.padEnd(width)} ${shortTask(line.stream)}`)} ${escapeControl(line.message)}`
    },
    raw: (line: ServiceLine) => line.message,
    json: (line: ServiceLine) => JSON.stringify(lineDocument(line)),
  }[format]
  return line => {
    if (process.stdout.write(text(line) + '\n')) return Promise.resolve()
    return new Promise(resolve => process.stdout.once('drain', () => resolve()))
  }
}

function lineDocument({ id, at, ingestedAt, service, stream, message }: ServiceLine) {
  return {
    ts: new Date(at).toISOString(),
    ingested: new Date(ingestedAt).toISOString(),
    service,
    task: shortTask(stream),
    stream,
    eventId: id,
    message,
  }
}

/** ECS names a stream `prefix/container/task-id`. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html */
const shortTask = (stream: string) => (stream.split('/').at(-1) ?? stream).slice(0, 8)
