import { tellStories } from './tell.js'

tellStories(1, 2)
