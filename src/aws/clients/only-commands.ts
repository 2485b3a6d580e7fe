interface Client {
  send(command: never, options?: never): Promise<unknown>
}

type Commands = Record<string, new (input: never) => unknown>

/**
 * A client as the SDK's own of a whole service (`client.describeSubnets(input, options)`; `client.send` for a command that was changed), with these commands
 * alone: all that a whole one knows would be in the bundle, and be loaded by each command line. Of EC2's these are 700 kB.
 * @param commands by the names of their methods
 */
export function onlyCommands<Whole extends { send: unknown }, Chosen extends Commands>(
  client: Client,
  commands: Chosen,
): Pick<Whole, 'send' | (keyof Whole & keyof Chosen)> {
  const method = (Command: Commands[string]) => (input: never, options?: never) =>
    client.send(new Command(input) as never, options)
  const methods = Object.entries(commands).map(([name, Command]) => [name, method(Command)])
  const send: Client['send'] = (command, options) => client.send(command, options)
  return Object.fromEntries([...methods, ['send', send]]) as Pick<Whole, 'send' | (keyof Whole & keyof Chosen)>
}
