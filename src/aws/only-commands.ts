interface Client {
  send(command: never, options?: never): Promise<unknown>
}

type Commands = Record<string, new (input: never) => unknown>

/**
 * A client as the SDK's own of a whole service (`client.describeSubnets(input, options)`), with these commands alone: the whole of EC2's is 700 kB
 * that each command line would load.
 * @param commands by the names of their methods
 */
export function onlyCommands<Whole extends object, Chosen extends Commands>(
  client: Client,
  commands: Chosen,
): Pick<Whole, keyof Whole & keyof Chosen> {
  const method = (Command: Commands[string]) => (input: never, options?: never) =>
    client.send(new Command(input) as never, options)
  const methods = Object.entries(commands).map(([name, Command]) => [name, method(Command)])
  return Object.fromEntries(methods) as Pick<Whole, keyof Whole & keyof Chosen>
}
