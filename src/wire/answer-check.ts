import type { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import type { RequestPlace } from './network-error.ts';

const maxProblems = 5;

/** `field` is the place in the answer, as in `records.0.Id`. The value is left out, because it may be a secret. */
export function unexpectedAnswer({ host, what }: RequestPlace, field: string, problem: string): KeywayError {
  return unexpected({ host, what }, `${field} ${problem}`);
}

/**
 * Returns the answer unchanged if it matches the schema.
 * @throws KeywayError `UnexpectedAnswer`
 */
export function checkedAnswer<T>(schema: z.ZodType<T>, answer: unknown, place: RequestPlace): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, code }) => {
    const field = path.map(String).join('.') || 'the answer';
    return isThere(answer, path) ? `${field} has the wrong type (${code})` : `${field} is missing`;
  });
  throw unexpected(place, problems.slice(0, maxProblems).join(', '));
}

function isThere(answer: unknown, path: readonly PropertyKey[]): boolean {
  if (path.length === 0) return true;
  const found = path.reduce<unknown>(
    (value, key) => (value === undefined || value === null ? value : Object(value)[key]),
    answer,
  );
  return found !== undefined && found !== '';
}

/** @throws KeywayError `UnexpectedAnswer` if the body isn't JSON, without repeating any of it */
export function jsonOf(body: string, place: RequestPlace): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw unexpectedAnswer(place, 'the answer', body === '' ? 'is empty' : "isn't JSON");
  }
}

function unexpected({ host, what }: RequestPlace, problems: string): KeywayError {
  return new KeywayError(
    'UnexpectedAnswer',
    `${host} sent an unreadable answer while ${what}: ${problems}.`,
    { actions: ['Check that the URL is that of the right server, and that no proxy answers in its place.'] },
  );
}
