import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'rolldown'

/** Every TypeScript file below a folder, as rolldown entries named like their place in src. */
function entriesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(file => file.isFile() && file.name.endsWith('.ts'))
    .map(file => join(file.parentPath, file.name))
    .map(path => [path.slice('src/'.length, -'.ts'.length), path])
}

// One entry per command and hook, so that oclif's own discovery finds them; what they share goes into chunks.
export default defineConfig({
  input: {
    main: 'src/main.ts',
    ...Object.fromEntries([...entriesBelow('src/commands'), ...entriesBelow('src/hooks')]),
  },
  platform: 'node',
  // The AWS SDK's CommonJS build can't be tree-shaken: client-ec2 alone would add a second.
  resolve: { mainFields: ['module', 'main'] },
  output: { dir: 'dist', format: 'esm', cleanDir: true, minify: true, chunkFileNames: 'chunks/[name]-[hash].js', legalComments: 'none' },
})
