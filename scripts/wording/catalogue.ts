import { globSync, readFileSync } from 'node:fs';
import { type Wording, wordingIn } from './sentences.ts';

/** Everything that keyway can print, by source file. Excludes the local org, whose texts are Salesforce's. */
export function allWording(): readonly { readonly file: string; readonly wording: readonly Wording[] }[] {
  return globSync('src/**/*.ts')
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('src/local/') && !file.startsWith('src/conformance/facts/'))
    .sort()
    .map((file) => ({ file, wording: wordingIn(readFileSync(file, 'utf8')) }))
    .filter(({ wording }) => wording.length > 0);
}

/** The catalogue as a page. Each text has its own line, so that diffs are small. */
export function cataloguePage(): string {
  const files = allWording().map(({ file, wording }) => `## ${file}\n${wording.map(lineOf).join('\n')}\n`);
  return `# Wording\n\nEverything that keyway may print, made by \`npm run generate\`. Values are shown as ‹name›.\n\n${files.join('\n')}`;
}

function lineOf({ code, text }: Wording): string {
  return `- ${code === undefined ? '' : `[${code}] `}${text.replaceAll('\n', '⏎')}`;
}
