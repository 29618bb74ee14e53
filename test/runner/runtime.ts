import { createRequire } from 'node:module';
import type { ModuleMocker } from 'jest-mock';
import { importTestFile } from './modules.ts';

const require = createRequire(import.meta.url);

interface Environment {
  readonly global: { readonly console?: Console };
  readonly moduleMocker: ModuleMocker;
}

/* Jest's parts share these settings of a test file through the global object. */
const testTimeout = Symbol.for('TEST_TIMEOUT_SYMBOL');
const eventHandlers = Symbol.for('EVENT_HANDLERS');

/**
 * Replaces jest's runtime, which creates a realm for each test file and loads every module into it. Here all files
 * of a worker share one realm. Each file starts with the same environment variables, folder and console.
 */
class SharedRuntime {
  readonly #environment: Environment;
  readonly #before = {
    environment: { ...process.env },
    folder: process.cwd(),
    console: globalThis.console,
    stackTraceLimit: Error.stackTraceLimit,
  };
  #globals: Readonly<Record<string, unknown>> = {};

  constructor(_config: unknown, environment: Environment) {
    this.#environment = environment;
    Reflect.deleteProperty(globalThis, testTimeout);
    Reflect.deleteProperty(globalThis, eventHandlers);
  }

  /** Loads jest-circus again, because its module holds the tests of one file. */
  requireInternalModule(path: string): unknown {
    delete require.cache[path];
    return require(path);
  }

  requireModule(path: string): unknown {
    return require(path);
  }

  setGlobalsForRuntime(globals: Readonly<Record<string, unknown>>): void {
    const { moduleMocker } = this.#environment;
    const jest = {
      fn: moduleMocker.fn.bind(moduleMocker),
      spyOn: moduleMocker.spyOn.bind(moduleMocker),
      restoreAllMocks: () => moduleMocker.restoreAllMocks(),
      setTimeout: (milliseconds: number) => Object.assign(globalThis, { [testTimeout]: milliseconds }),
    };
    this.#globals = { ...globals, jest };
  }

  unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  async unstable_importModule(path: string): Promise<void> {
    if (this.#environment.global.console) globalThis.console = this.#environment.global.console;
    await importTestFile(path, this.#globals);
  }

  teardown(): void {
    const { environment, folder, console, stackTraceLimit } = this.#before;
    this.#environment.moduleMocker.restoreAllMocks();
    globalThis.console = console;
    Error.stackTraceLimit = stackTraceLimit;
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    if (process.cwd() !== folder) process.chdir(folder);
  }

  enterTestCode(): void {}

  leaveTestCode(): void {}

  getSourceMaps(): null {
    return null;
  }

  getAllCoverageInfoCopy(): undefined {}

  getAllV8CoverageInfoCopy(): undefined {}
}

// Jest loads this file with require().
export { SharedRuntime as 'module.exports' };
