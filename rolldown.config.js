import { readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineConfig } from 'rolldown'

/** Every TypeScript file below a folder, as rolldown entries named like their place in src. */
function entriesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile() && file.name.endsWith('.ts'))
    .map(file => join(file.parentPath, file.name))
    .map(path => [path.slice('src/'.length, -'.ts'.length), path])
}

/** Lists the packages whose code is in the bundle, for their licences (scripts/licenses.mjs). */
const listPackages = {
  name: 'list-packages',
  writeBundle(_, bundle) {
    const folders = Object.values(bundle)
      .flatMap(chunk => Object.keys(chunk.modules ?? {}))
      .map(id => /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(id)?.[1])
      .filter(Boolean)
    writeFileSync('dist/bundled-packages.json', JSON.stringify([...new Set(folders)].sort()))
  },
}

// One entry per command and hook, so that oclif's own discovery finds them; what they share goes into chunks.
export default defineConfig({
  input: {
    main: 'src/main.ts',
    ...Object.fromEntries([...entriesBelow('src/commands'), ...entriesBelow('src/hooks')]),
  },
  platform: 'node',
  // oclif asks for it only to run a plug-in from its sources; with it the package would weigh 8 MB more.
  external: ['typescript'],
  // The AWS SDK's CommonJS build can't be tree-shaken: client-ec2 alone would add a second.
  // yaml's CommonJS build neither.
  resolve: { mainFields: ['module', 'main'], alias: { yaml: resolve('node_modules/yaml/browser/dist/index.js') } },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    minify: true,
    comments: false,
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
  plugins: [listPackages],
})
