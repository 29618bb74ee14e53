import type { Context } from 'hono';
import { ApiError, ours } from '../api-error.ts';

/**
 * For what is served without a session. A site that lets its name point here (DNS rebinding) is not this machine's user: it
 * sends its own name as Host.
 */
export const requireOwnHost = (c: Context): void => {
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host))
    throw new ApiError(403, 'INSUFFICIENT_ACCESS', ours('this is served at 127.0.0.1 and localhost only'));
};
