import { repository, type Repository } from './repository.js'

/** A repository with manifests of an environment, a database and two services; `image: location` needs no build. */
export function smallApp(more: Record<string, string> = {}): Repository {
  return repository({
    'web/Dockerfile': 'FROM node:20-alpine\nCMD ["node", "-e", "0"]\n',
    'mm/app.yml': 'name: shop\nregion: eu-central-1\n',
    'mm/environments/dev/manifest.yml': 'name: dev\ntype: Environment\n',
    'mm/db/manifest.yml': 'name: db\ntype: MongoDB\nversion: 8.0.15\n',
    'mm/web/manifest.yml': 'name: web\ntype: Load Balanced Web Service\nimage: {build: web/Dockerfile, port: 3000}\n',
    'mm/idle/manifest.yml': 'name: idle\ntype: Backend Service\nimage: {location: "node:20-alpine", port: 8080}\ncount: 0\n',
    ...more,
  })
}
