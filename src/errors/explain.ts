import { type ErrorCode, errorCodes } from './codes.ts';

/** The explanation of an error code, for `keyway explain` and docs/errors.md. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly action: string;
}

/** All codes in alphabetical order. */
export const explanations: readonly Explanation[] = Object.entries(errorCodes).map(([code, text]) => {
  const [meaning = '', ...action] = text.split(': ');
  return { code: code as ErrorCode, meaning: `${meaning}.`, action: capitalized(action.join(': ')) };
});

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
