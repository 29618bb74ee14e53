import type { Context } from 'hono';
import { ApiError, ours } from '../api-error.ts';

/**
 * Protects routes without a session. A site whose name resolves to this machine (DNS rebinding) sends its own name
 * as Host, and isn't this machine's user.
 */
export const requireOwnHost = (c: Context): void => {
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host))
    throw new ApiError(403, 'INSUFFICIENT_ACCESS', ours('this is served at 127.0.0.1 and localhost only'));
};
