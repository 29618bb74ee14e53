import { ModuleMocker } from 'jest-mock';

/** Variables of a CI runner or a developer's shell that affect keyway or Node. A test sets those that it needs. */
const machineVariables = /^(?:CI|NO_COLOR|FORCE_COLOR|NODE_DISABLE_COLORS|GITHUB_\w+)$/;

/** What jest requires of an environment. It creates no realm: test files share the globals of their worker. */
class SharedRealm {
  /** Jest puts the console of a test file here, and `runtime.ts` installs it. */
  readonly global: { console?: Console } = {};
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;

  getVmContext(): null {
    return null;
  }

  async setup(): Promise<void> {
    for (const name of Object.keys(process.env)) if (machineVariables.test(name)) delete process.env[name];
  }

  async teardown(): Promise<void> {}
}

// Jest loads this file with require().
export { SharedRealm as 'module.exports' };
