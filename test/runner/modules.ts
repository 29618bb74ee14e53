import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/*
 * Node loads the test files, so a worker loads src/ and its dependencies once instead of once for each file. The
 * helpers below test/ load again for each file, because they keep open orgs and hooks of one file.
 */

const tests = new URL('../', import.meta.url).href;
const globals = 'keyway-test:globals';
const slot = Symbol.for('keyway-test');
const loaded = new Set<string>();
let run = 0;

/** Loads a test file. The given exports replace those of `@jest/globals` in the file and its helpers. */
export async function importTestFile(
  path: string,
  exports: Readonly<Record<string, unknown>>,
): Promise<void> {
  run += 1;
  Object.assign(globalThis, { [slot]: exports });
  const url = pathToFileURL(path).href;
  // A stack trace shows the plain address. Only a file that runs again, as under --watch, needs another one.
  await import(loaded.has(url) ? `${url}?run=${run}` : url);
  loaded.add(url);
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals')
      return { url: `${globals}?run=${run}`, format: 'module', shortCircuit: true };
    const resolved = next(specifier, context);
    return isHelper(resolved.url) ? { ...resolved, url: `${resolved.url}?run=${run}` } : resolved;
  },
  load(url, context, next) {
    if (!url.startsWith(globals)) return next(url, context);
    const names = Object.keys(Reflect.get(globalThis, slot));
    const source = `export const { ${names.join(', ')} } = globalThis[Symbol.for('${slot.description}')];`;
    return { format: 'module', source, shortCircuit: true };
  },
});

function isHelper(url: string): boolean {
  return (
    url.startsWith(tests) &&
    !url.startsWith(`${tests}runner/`) &&
    !url.endsWith('.test.ts') &&
    !url.includes('?')
  );
}
