// Writes what is made from the schemas of the kinds in src/kinds: schema/keyway.schema.json, which editors read.
// With --check it writes nothing and fails where the file is stale.
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
