import { repository, type Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

/** One of three services: `web`, which calls `api`, and `jobs`, which has nothing to do with them. */
export const threeServices = (): Repository =>
  repository({
    'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
    'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
    'mm/web/manifest.yml':
      'name: web\ntype: Load Balanced Web Service\nimage: {location: "registry.example/web:2", port: 3000}\n',
    'mm/api/manifest.yml':
      'name: api\ntype: Backend Service\nimage: {location: "registry.example/api:2", port: 3000}\nhttp: {}\n',
    'mm/jobs/manifest.yml': 'name: jobs\ntype: Backend Service\nimage: {location: "registry.example/jobs:2", port: 3000}\n',
  })

const manifest = ['name: web', 'type: Load Balanced Web Service', 'image: {location: "registry.example/web:1", port: 3000}']
const keyOf = (line: string) => line.split(':')[0]

/**
 * The repository of the stories: one service whose image needs no build.
 * @param lines of its manifest, each in the place of the one with the same key
 */
export const webRepository = (lines: string[] = []): Repository => {
  const others = manifest.filter(line => !lines.some(each => keyOf(each) === keyOf(line)))
  return smallApp({ 'mm/web/manifest.yml': `${[...others, ...lines].join('\n')}\n` })
}
