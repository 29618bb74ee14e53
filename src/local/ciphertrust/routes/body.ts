import type { Context } from 'hono';
import { badRequest } from '../errors.ts';

/** Reads a request's JSON object; empty if there is no body. Throws a CipherTrustProblem. */
export const readBody = async (c: Context): Promise<Readonly<Record<string, unknown>>> => {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Readonly<Record<string, unknown>>;
  } catch {
    // Reported below.
  }
  throw badRequest('the body is no JSON object');
};
