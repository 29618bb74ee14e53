#!/usr/bin/env node
// Nothing is imported before the version is known to be right: on an older Node the libraries fail as they load.
const oldest: Readonly<Record<string, number>> = { 22: 22.22, 24: 24.15 };
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const needed = oldest[major];

if (
  major < 22 ||
  major === 23 ||
  major === 25 ||
  (needed !== undefined && minor < Math.round((needed - major) * 100))
) {
  process.stderr.write(
    `keyway needs Node 22.22.2, 24.15 or 26 and later; this is ${process.version}. Install a newer Node.\n`,
  );
  process.exitCode = 1;
} else {
  // A secret never goes to whoever answers: NODE_EXTRA_CA_CERTS is the way to trust another authority.
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  // What is needed for a moment is collected before the space for it grows: a plan of 2,200 components takes 184 MB at its
  // peak instead of 284, in the same time. A V8 that has no such flag would say so, so newer ones are left as they are.
  const { setFlagsFromString } = await import('node:v8');
  if (major <= 24) setFlagsFromString('--semi-space-growth-factor=1');
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { exitCodeOf, surviveLostOutput } = await import('./report/lost-output.ts');
  surviveLostOutput();
  const line = process.argv.slice(2);
  if (line.length === 1 && line[0] === '--version') {
    const { packageVersion } = await import('./cli/version.ts');
    process.stdout.write(`${packageVersion()}\n`);
  } else if (line.at(-1) === '--help' && (await printStoredHelp(line.slice(0, -1)))) {
    // Said.
  } else if (line[0] === '__complete') {
    // Asked by the scripts of `keyway completion`: the place, then the words.
    const { complete } = await import('./cli/complete.ts');
    for (const { word, describe } of await complete(line.slice(2), Number(line[1])))
      process.stdout.write(`${word}\t${describe}\n`);
  } else {
    const { run } = await import('./cli/index.ts');
    process.exitCode = await run(line);
  }
  // Whether the output arrived is known once it is written.
  process.once('exit', (code) => {
    process.exitCode = exitCodeOf(code);
  });
  // An interrupted command may have left work behind that would keep the process alive.
  if (process.exitCode === 130) process.stdout.write('', () => process.exit());
}

async function printStoredHelp(command: readonly string[]): Promise<boolean> {
  const { storedHelp } = await import('./cli/stored-help.ts');
  const text = storedHelp(new URL('./help/', import.meta.url), command, process.stdout.columns);
  if (text !== undefined) process.stdout.write(text);
  return text !== undefined;
}
