import { MmError } from '../errors.js'

/** Questions on the terminal, drawn on stderr: stdout is for results. Ctrl-C at any of them means that nothing happened. */
export const ask = {
  text: (question: { message: string; default?: string; validate?: (value: string) => true | string }) =>
    asked(async () => (await prompts()).input(question, onStderr)),
  confirm: (question: { message: string; default: boolean }) => asked(async () => (await prompts()).confirm(question, onStderr)),
  select: (question: { message: string; choices: { name: string; value: string }[] }) =>
    asked(async () => (await prompts()).select(question, onStderr)),
}

const onStderr = { output: process.stderr }
const prompts = () => import('@inquirer/prompts')

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error
    throw new MmError('Interrupted', 'interrupted at a question', { state: 'nothing happened', exitCode: 130, cause: error })
  }
}
