import type { Progress } from '../ports/progress.js'

/** A progress whose lines go to the screen that was named last: a part is worked out on one, and deployed on another. */
export interface Relay extends Progress {
  to(screen: Progress): void
}

export function relay(screen: Progress): Relay {
  let now = screen
  return {
    to: next => void (now = next),
    step: (title, run) => now.step(title, run),
    together: (runs, atOnce) => now.together(runs, atOnce),
    event: event => now.event(event),
    rollout: rollout => now.rollout(rollout),
    get usual() {
      return now.usual
    },
    info: text => now.info(text),
  }
}
