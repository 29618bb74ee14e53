import { ModuleMocker } from 'jest-mock';

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

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {}
}

// Jest loads this file with require().
export { SharedRealm as 'module.exports' };
