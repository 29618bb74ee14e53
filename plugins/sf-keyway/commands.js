// The commands of keyway for the sf CLI. table.json has their names and flags; scripts/plugin-table.ts builds
// it from keyway's own table. keyway itself does the work and prints the output.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Args, Command, Flags } from '@oclif/core';

const table = JSON.parse(readFileSync(new URL('table.json', import.meta.url), 'utf8'));

class Keyway extends Command {
  // keyway parses the command line itself, so that its messages name the flags correctly.
  static strict = false;
  static '--' = false;
  static words = [];

  async run() {
    const main = join(dirname(fileURLToPath(import.meta.resolve('sf-keyway/package.json'))), 'dist/main.js');
    const keyway = spawn(process.execPath, [main, ...this.constructor.words, ...this.argv], {
      stdio: 'inherit',
    });
    // Ctrl-C reaches both processes. Wait for keyway to report the state of the org.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => keyway.kill('SIGTERM'));
    const [code, signal] = await once(keyway, 'exit');
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
  }
}

function flagOf({ describe, short, takesValue, isList, choices, isRequired }) {
  const options = { description: describe, multiple: isList, ...(short ? { char: short } : {}) };
  if (!takesValue) return Flags.boolean({ description: describe, ...(short ? { char: short } : {}) });
  return choices
    ? Flags.option({ ...options, options: choices, required: isRequired })()
    : Flags.string({ ...options, required: isRequired });
}

export const commands = Object.fromEntries(
  table.commands.map(({ words, describe, example, flags, positionals }) => [
    ['keyway', ...words].join(':'),
    class extends Keyway {
      static words = words;
      static summary = describe;
      static examples = [`<%= config.bin %> keyway ${example}`];
      static flags = Object.fromEntries(
        [...flags, ...table.globalFlags].map((flag) => [flag.name, flagOf(flag)]),
      );
      static args = Object.fromEntries(
        positionals.map(({ name, describe: description, choices }) => [
          name,
          Args.string({ description, ...(choices ? { options: choices } : {}) }),
        ]),
      );
    },
  ]),
);
