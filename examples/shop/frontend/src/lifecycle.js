/** Ends a server as ECS asks for it: no new requests, those under way are finished, then `close`, then exit code 0. */
export function stopOnSignal(app, close = async () => {}) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, async () => {
      app.log.info({ signal }, 'stopping')
      // ECS kills after 30 s; a request that hangs must not keep the process until then.
      setTimeout(() => process.exit(1), 10_000).unref()
      await app.close()
      await close()
      app.log.info('stopped')
      process.exit(0)
    })
  }
}

/** The value of a variable that must be set; without it the process ends with one readable line. */
export function required(log, name, hint) {
  const value = process.env[name]
  if (value) return value
  log.fatal(`${name} is not set: ${hint}`)
  process.exit(1)
}
