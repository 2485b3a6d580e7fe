/** Listens on every interface; a port that can't be had ends the process with one readable line. */
export async function serve(app, port) {
  try {
    await app.listen({ host: '0.0.0.0', port })
  } catch (error) {
    app.log.fatal(`port ${port} can't be listened on: ${error.message}`)
    process.exit(1)
  }
}

/** Ends a server as ECS asks for it: no new requests, those under way are finished, then `close`, then exit code 0. */
export function stopOnSignal(app, close = async () => {}) {
  let stopping = false
  // A load balancer keeps its connections, and the server would wait for those that a last answer leaves open.
  app.addHook('onSend', async (_, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, async () => {
      stopping = true
      app.log.info({ signal }, 'stopping')
      // `docker stop` kills after 10 s and ECS after 30; a request that hangs must not keep the process until then.
      setTimeout(() => process.exit(1), 9000).unref()
      await app.close()
      await close()
      app.log.info('stopped')
      process.exit(0)
    })
  }
}
