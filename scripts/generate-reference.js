// Writes the reference pages in docs/ and the table of the sf plugin from keyway's own data: schemas, commands and
// error codes. With --check, writes nothing and fails if a page is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandPage } from './command-page.ts';
import { errorPage } from './error-page.ts';
import { pluginTable } from './plugin-table.ts';
import { referencePage } from './reference-page.ts';

const made = {
  'docs/config.md': referencePage(),
  'docs/commands.md': await commandPage(),
  'docs/errors.md': errorPage(),
  'plugins/sf-keyway/table.json': await pluginTable(),
};

for (const [name, text] of Object.entries(made)) {
  const file = new URL(`../${name}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  } else if (read(file) !== text) {
    console.error(`${name} is stale: run node scripts/generate-reference.js and commit it.`);
    process.exitCode = 1;
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
