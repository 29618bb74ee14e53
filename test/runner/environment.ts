import { ModuleMocker } from 'jest-mock';

/** What a CI runner or a developer's shell sets and keyway or Node obeys: a test sets what it is about itself. */
const ofTheMachine = /^(?:CI|NO_COLOR|FORCE_COLOR|NODE_DISABLE_COLORS|GITHUB_\w+)$/;

/** What jest asks of an environment. It makes no realm: test files share the globals of their worker. */
class SharedRealm {
  /** Jest leaves the console of a test file here; `runtime.ts` installs it. */
  readonly global: { console?: Console } = {};
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern = null;

  getVmContext(): null {
    return null;
  }

  async setup(): Promise<void> {
    for (const name of Object.keys(process.env)) if (ofTheMachine.test(name)) delete process.env[name];
  }

  async teardown(): Promise<void> {}
}

// Jest loads this file with require().
export { SharedRealm as 'module.exports' };
