// Node loads the test files, as it loads keyway from source, instead of jest's module system; test/runner explains
// why.
const project = (displayName, testMatch, more = {}) => ({
  ...more,
  displayName,
  testMatch,
  testEnvironment: '<rootDir>/test/runner/environment.ts',
  runtime: '<rootDir>/test/runner/runtime.ts',
  transform: {},
});

export default {
  // The e2e tests start processes, and two cores may be shared with other work.
  testTimeout: 60_000,
  projects: [
    project('unit', ['<rootDir>/test/!(e2e|clients|local)/**/*.test.ts', '<rootDir>/test/*.test.ts']),
    // Tests of the emulators, which work on keyway itself doesn't need.
    project('local', ['<rootDir>/test/local/**/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], { globalSetup: '<rootDir>/test/e2e/pack.ts' }),
    project('clients', ['<rootDir>/test/clients/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/e2e/pack.ts',
    }),
  ],
};
