// ESM throughout: .ts is transformed by swc, imports keep their .ts endings as in the source.
const project = (displayName, testMatch, more = {}) => ({
  ...more,
  displayName,
  testEnvironment: 'node',
  testMatch,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
});

export default {
  // Jest leaves a core free, and of two that is half.
  maxWorkers: '100%',
  // Processes are started by the e2e tests, and two cores may be shared with other work.
  testTimeout: 60_000,
  projects: [
    project('unit', ['<rootDir>/test/!(e2e|clients)/**/*.test.ts', '<rootDir>/test/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], { globalSetup: '<rootDir>/test/e2e/pack.ts' }),
    project('clients', ['<rootDir>/test/clients/**/*.test.ts']),
  ],
};
