// Writes docs/config.md, the reference of keyway.yaml, from the schemas of the kinds in src/kinds.
// With --check it writes nothing and fails where the page is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { referencePage } from './reference-page.ts';

const file = new URL('../docs/config.md', import.meta.url);
const text = referencePage();

if (process.argv.includes('--check')) {
  if (read() !== text) {
    console.error('docs/config.md is stale: run node scripts/generate-reference.js and commit it.');
    process.exitCode = 1;
  }
} else {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
}

function read() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
