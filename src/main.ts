#!/usr/bin/env node
// Checks the version before it imports anything, because the libraries fail to load on an older Node.
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
  // Secrets must never go to an unverified server. Use NODE_EXTRA_CA_CERTS to trust another authority.
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  // Collects short-lived objects before their heap space grows. A plan of 2,200 components then takes 184 MB at its
  // peak instead of 284, in the same time. A V8 without this flag would print a warning, so newer versions are
  // skipped.
  const { setFlagsFromString } = await import('node:v8');
  if (major <= 24) setFlagsFromString('--semi-space-growth-factor=1');
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { exitCodeOf, surviveLostOutput } = await import('./report/lost-output.ts');
  surviveLostOutput();
  const typed = process.argv.slice(2);
  const line = typed[0] === 'help' ? [...typed.slice(1), '--help'] : typed;
  if (line.length === 1 && line[0] === '--version') {
    const { packageVersion } = await import('./cli/version.ts');
    process.stdout.write(`${packageVersion()}\n`);
  } else if (line.at(-1) === '--help' && (await printStoredHelp(line.slice(0, -1)))) {
    // The condition has printed the help.
  } else if (line[0] === '__complete') {
    // Called by the scripts of `keyway completion`: the index, then the words.
    const { complete } = await import('./cli/complete.ts');
    for (const { word, describe } of await complete(line.slice(2), Number(line[1])))
      process.stdout.write(`${word}\t${describe}\n`);
  } else {
    const { run } = await import('./cli/index.ts');
    process.exitCode = await run(line);
  }
  // Only after writing is it known whether the output arrived.
  process.once('exit', (code) => {
    process.exitCode = exitCodeOf(code);
  });
  // Work of an interrupted command could keep the process alive.
  if (process.exitCode === 130) process.stdout.write('', () => process.exit());
}

async function printStoredHelp(command: readonly string[]): Promise<boolean> {
  const { storedHelp } = await import('./cli/stored-help.ts');
  const text = storedHelp(new URL('./help/', import.meta.url), command, process.stdout.columns);
  if (text !== undefined) process.stdout.write(text);
  return text !== undefined;
}
