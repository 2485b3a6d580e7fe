/** As the one who began an operation called themselves; undefined when it wasn't mm that was told to. */
export const whoBegan = (token = ''): string | undefined => /^mm-[0-9a-z]+-(.+)$/.exec(token)?.[1]
