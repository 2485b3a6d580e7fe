/** What a person saw, without how long it took. */
export const withoutTimes = (screen: string): string =>
  screen
    .replace(/\(\d+(\.\d+)? (s|ms|min)[^)]*\)/g, '(…)')
    .replace(/^took .*$/gm, 'took …')
    .replace(/ {2}\d[\d.]* (min \d+ )?m?s( \(.*\))?$/gm, '  …')
    .trimEnd()

/** Nor how the rollout stood each time that mm looked, which is never at quite the same moments, nor whether a look for drift had to be waited for. */
export const withoutStandings = (screen: string): string =>
  screen
    .replace(/^ *\w+: rev \d+ .*\n/gm, '')
    .replace(/^[…✔✖] Wait until CloudFormation has looked .*(\n|$)/gm, '')
    .trimEnd()
