// Writes docs/conformance.md from the facts in src/conformance/facts and the constants in all uncertain.ts.
// Asks a local org for the facts, and writes which components each makes to src/conformance/made.json.
// With --check it writes nothing, and fails where the page is stale; a test does so for the components.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { facts } from '../src/conformance/facts/index.ts';
import { onLocalOrg } from '../src/operations/conformance/local-org.ts';
import { rehearse, sharesOf, together } from './conformance/made.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = new URL('../docs/conformance.md', import.meta.url);
const constants = [];
for (const path of globSync('src/**/uncertain.ts', { cwd: root }).sort()) {
  const names = Object.keys(await import(new URL(`../${path}`, import.meta.url).href)).sort();
  constants.push(...names.map((name) => `${relative('src', dirname(path))} ${name}`));
}
const covered = new Set(facts.flatMap((fact) => fact.constants));
const without = constants.filter((name) => !covered.has(name));
const rows = facts.map(
  ({ id, sentence, expected, source }) => `| \`${id}\` | ${sentence} | ${expected} | ${source} |`,
);
const text = `# Conformance

What keyway and its local org take for true without a document that settles it. \`npm run conformance\` asks a local org for each fact below, and so does \`npm test\`. No fact has been asked of a real org yet.

| fact | says | expected | source |
|---|---|---|---|
${rows.join('\n')}

## Without a fact yet
${without.length} of ${constants.length} constants in files named \`uncertain.ts\`, by their folder in src/. Nothing asks an org for them.

${without.map((name) => `- \`${name}\``).join('\n')}

This page is generated: \`npm run generate\`.
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  const rehearsals = await Promise.all(
    sharesOf(facts).map((share) =>
      onLocalOrg(share, { apiVersion: '66.0' }, (org, cipherTrust) => rehearse(org, share, { cipherTrust })),
    ),
  );
  writeFileSync(
    new URL('../src/conformance/made.json', import.meta.url),
    `${JSON.stringify(together(rehearsals).made, null, 2)}\n`,
  );
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/conformance.md is stale: run node scripts/generate-conformance.js and commit it.');
  process.exitCode = 1;
}
