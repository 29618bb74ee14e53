// Writes the reference pages in docs/ from what keyway itself uses: schemas, commands and error codes.
// With --check it writes nothing and fails where a page is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commandPage } from './command-page.ts';
import { errorPage } from './error-page.ts';
import { referencePage } from './reference-page.ts';

const pages = { config: referencePage(), commands: await commandPage(), errors: errorPage() };

for (const [name, text] of Object.entries(pages)) {
  const file = new URL(`../docs/${name}.md`, import.meta.url);
  if (!process.argv.includes('--check')) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  } else if (read(file) !== text) {
    console.error(`docs/${name}.md is stale: run node scripts/generate-reference.js and commit it.`);
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
