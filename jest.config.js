// Node loads the test files as it loads keyway from source, not jest's own module system: test/runner says why.
const project = (displayName, testMatch, more = {}) => ({
  ...more,
  displayName,
  testMatch,
  testEnvironment: '<rootDir>/test/runner/environment.ts',
  runtime: '<rootDir>/test/runner/runtime.ts',
  transform: {},
});

export default {
  // Processes are started by the e2e tests, and two cores may be shared with other work.
  testTimeout: 60_000,
  projects: [
    project('unit', ['<rootDir>/test/!(e2e|clients|local)/**/*.test.ts', '<rootDir>/test/*.test.ts']),
    // The emulators: whoever works on keyway itself can do without.
    project('local', ['<rootDir>/test/local/**/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], { globalSetup: '<rootDir>/test/e2e/pack.ts' }),
    project('clients', ['<rootDir>/test/clients/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/e2e/pack.ts',
    }),
  ],
};
