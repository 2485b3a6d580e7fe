import { MmError, usageError } from '../errors.js'

/** Questions on the terminal, drawn on stderr: stdout is for results. Ctrl-C at any of them means that nothing happened. */
export const ask = {
  text: (question: { message: string; default?: string; validate?: (value: string) => true | string }) =>
    asked(question, async () => (await prompts()).input(question, onStderr)),
  confirm: (question: { message: string; default: boolean }) =>
    asked(question, async () => (await prompts()).confirm(question, onStderr)),
  select: (question: { message: string; choices: { name: string; value: string }[] }) =>
    asked(question, async () => (await prompts()).select(question, onStderr)),
}

const onStderr = { output: process.stderr }
const prompts = () => import('@inquirer/prompts')

async function asked<T>({ message }: { message: string }, question: () => Promise<T>): Promise<T> {
  // inquirer itself would fail with an error that says nothing.
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw usageError('MissingAnswers', `nobody can be asked: ${message}`, {
      why: 'stdin and stderr must be a terminal',
      fix: ['give the answer by a flag: --help lists them'],
    })
  try {
    return await question()
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error
    throw new MmError('Interrupted', 'interrupted at a question', { state: 'nothing happened', exitCode: 130, cause: error })
  }
}
