// Writes schema/keyway.schema.json for editors, from the schemas in src/kinds. With --check, writes nothing and
// fails if the file is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { schemaText } from './schema-examples.ts';

const file = new URL('../schema/keyway.schema.json', import.meta.url);
const text = schemaText();

if (process.argv.includes('--check')) {
  if (read() !== text) {
    console.error('schema/keyway.schema.json is stale: run node scripts/generate-schema.js and commit it.');
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
