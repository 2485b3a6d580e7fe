import { tellStories } from './tell.js'

tellStories(0, 2)
