import { ListrLogger, ProcessOutput } from 'listr2'

/** Options by which listr2 draws on stderr, and leaves the signals and the errors to mm. */
export const onStderr = () => ({
  renderer: 'default' as const,
  // Whether to redraw was decided by stderr (theme.ts); listr2 would look at stdout, and fall back to writing there.
  forceTTY: true,
  fallbackRendererCondition: false,
  registerSignalListeners: false,
  rendererOptions: {
    showErrorMessage: false,
    collapseErrors: false,
    logger: new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) }),
  },
})
