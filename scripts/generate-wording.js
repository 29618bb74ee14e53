// Writes test/wording/catalogue.md, which lists everything that keyway can print.
// With --check, it writes nothing, and fails if the file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { cataloguePage } from './wording/catalogue.ts';

const file = new URL('../test/wording/catalogue.md', import.meta.url);
if (!process.argv.includes('--check')) writeFileSync(file, cataloguePage());
else if (readFileSync(file, 'utf8') !== cataloguePage()) {
  console.error(
    'test/wording/catalogue.md is stale: run npm run generate, read what changed in it, and commit it.',
  );
  process.exitCode = 1;
}
