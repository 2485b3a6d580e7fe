import type { Repository } from '../support/repository.js'
import { smallApp } from '../support/small-app.js'

/** The repository of the stories: one service whose image needs no build. */
export const webRepository = (): Repository =>
  smallApp({
    'mm/web/manifest.yml':
      'name: web\ntype: Load Balanced Web Service\nimage: {location: "registry.example/web:1", port: 3000}\n',
  })
