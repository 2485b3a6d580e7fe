/** Who knows OriginToken gets past the distribution: it belongs on no screen, in no file and in no log of a build. */
export const hiddenParameters: ReadonlySet<string> = new Set(['OriginToken'])
