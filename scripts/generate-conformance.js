// Writes docs/conformance.md from the facts in src/conformance/facts and the constants in all uncertain.ts. Asks a
// local org for the facts, and writes the components that each creates to src/conformance/made.json. With --check,
// writes nothing and fails if the page is stale; a test checks the components.
import { readFileSync, writeFileSync } from 'node:fs';
import { facts } from '../src/conformance/facts/index.ts';
import { unaskable } from '../src/conformance/unaskable.ts';
import { withLocalOrg } from '../src/operations/conformance/local-org.ts';
import { assumptions, factsOf } from './conformance/assumptions.ts';
import { combineRehearsals, rehearse, sharesOf } from './conformance/made.ts';
import { confirmationsOf, stateOf } from './conformance/state.ts';

const file = new URL('../docs/conformance.md', import.meta.url);
const constants = await assumptions();
const settled = constants.map((name) => {
  const ids = factsOf(facts, name).map((id) => `\`${id}\``);
  return `| \`${name}\` | ${ids.join(', ') || (unaskable[name] ?? '**no fact**')} |`;
});
const confirmed = JSON.parse(
  readFileSync(new URL('../src/conformance/confirmed.json', import.meta.url), 'utf8'),
);
const rows = facts.map((fact) => {
  const { id, sentence, expected, source } = fact;
  const cells = [`\`${id}\``, sentence, expected, source, stateOf(fact, confirmed)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
});
const provable = facts.filter(({ asks = 'org' }) => asks === 'org');
const proven = provable.filter((fact) => confirmationsOf(fact, confirmed).length > 0);
const text = `# Conformance

What keyway and its local org take for true without a document that settles it: ${facts.length} facts. \`npm run conformance\` asks a local org for each of them, and so does \`npm test\`.

A real org can show ${provable.length} of them; ${proven.length} are confirmed by one. Anyone with a free Developer Edition org can confirm more: [Run the facts in your org](conformance-run.md).

| fact | says | expected | source | state |
|---|---|---|---|---|
${rows.join('\n')}

## Assumptions in the code
${constants.length} constants are in files named \`uncertain.ts\`, by their folder in src/. A fact settles each of them, except ${Object.keys(unaskable).length} for which no org can be asked. A test fails for a constant without a fact or a reason.

| constant | fact, or why there is none |
|---|---|
${settled.join('\n')}

This page is generated: \`npm run generate\`.
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  const rehearsals = await Promise.all(
    sharesOf(facts).map((share) =>
      withLocalOrg(share, { apiVersion: '66.0' }, (org, cipherTrust) =>
        rehearse(org, share.facts, { cipherTrust }),
      ),
    ),
  );
  writeFileSync(
    new URL('../src/conformance/made.json', import.meta.url),
    `${JSON.stringify(combineRehearsals(rehearsals).made, null, 2)}\n`,
  );
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/conformance.md is stale: run node scripts/generate-conformance.js and commit it.');
  process.exitCode = 1;
}
