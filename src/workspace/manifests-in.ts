import { exists, foldersIn } from './read.js'

/** The folders below a folder that hold a manifest.yml. */
export async function manifestsIn(root: string, folder: string): Promise<string[]> {
  const folders = await foldersIn(root, folder)
  const there = await Promise.all(folders.map(name => exists(root, `${folder}/${name}/manifest.yml`)))
  return folders.filter((_, i) => there[i])
}
