/** When AWS answers a command, by AWS's own clock, in epoch milliseconds: this machine's may be wrong. Asked for once it has answered; 0 when it told none. */
export function dateOf(command: {
  middlewareStack: { add(middleware: unknown, options: { step: 'deserialize' }): void }
}): () => number {
  let at = 0
  const middleware = (send: (args: unknown) => Promise<{ response: unknown }>) => async (args: unknown) => {
    const result = await send(args)
    at = Date.parse((result.response as { headers?: Record<string, string> }).headers?.['date'] ?? '') || 0
    return result
  }
  command.middlewareStack.add(middleware, { step: 'deserialize' })
  return () => at
}
