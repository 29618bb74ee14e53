import { explanations } from '../src/errors/explain.ts';

/** docs/errors.md: all error codes, from the list in src/errors. */
export function errorPage(): string {
  return `${[
    '# Errors',
    '<!-- Made by `node scripts/generate-reference.js` from src/errors/codes.ts; edit that. -->',
    'An error shows its code in brackets, and as `name` with `--json`. `npx keyway explain CODE` prints what is here. A code keeps its meaning between versions; the sentence of an error can change.',
    ...explanations.map(({ code, meaning, action }) => `## ${code}\n\n${meaning} ${action}`),
  ].join('\n\n')}\n`;
}
