const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
      module: { type: 'es6' },
    },
  ],
}

/** Each kind of test is a project of its own: `npm test` runs them in the order of their cost. */
const kinds = ['unit', 'golden', 'contract', 'stories', 'boot', 'emulator', 'terminal', 'e2e']

export default {
  // Of tests that say so: stories, each with a process of its own.
  maxConcurrency: 3,
  // For all of them: a command that takes a second alone takes ten beside others.
  testTimeout: 60_000,
  projects: kinds.map(kind => ({
    displayName: kind,
    testMatch: [`<rootDir>/test/${kind}/**/*.test.ts`, ...(kind === 'unit' ? ['<rootDir>/test/*.test.ts'] : [])],
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform,
    testEnvironment: 'node',
    modulePathIgnorePatterns: ['<rootDir>/\\.local/', '<rootDir>/dist/'],
  })),
}
