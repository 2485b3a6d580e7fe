import { posix } from 'node:path'

const reserved = new Set(['environments', 'pipelines', 'shared'])

/** A name for each folder's service: the folder's own, with its parent's where two are alike. `root` is the name of `.`. */
export function serviceNames(folders: string[], root: string): Map<string, string> {
  const own = folders.map(folder => clean(folder === '.' ? root : posix.basename(folder)))
  const longer = folders.map(folder => clean(folder === '.' ? root : folder.split('/').slice(-2).join('-')))
  const whole = folders.map(folder => clean(folder === '.' ? root : folder))
  const names = own.map((name, i) => pick([name, longer[i] ?? name, whole[i] ?? name], [own, longer, whole]))
  const taken = new Set<string>()
  return new Map(folders.map((folder, i) => [folder, free(names[i] ?? 'app', taken)]))
}

/** The shortest that no other folder has. */
const pick = (names: string[], all: string[][]) =>
  names.find((name, length) => (all[length] ?? []).filter(each => each === name).length === 1) ?? names.at(-1) ?? 'app'

function free(name: string, taken: Set<string>): string {
  let own = name
  for (let i = 2; taken.has(own); i++) own = `${name.slice(0, 27)}-${i}`
  taken.add(own)
  return own
}

/** Lower case letters, digits and hyphens; none of the folders that mm/ has for itself. */
function clean(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 26)
    .replace(/-+$/, '')
  return reserved.has(name) ? `${name}-app` : name || 'app'
}
