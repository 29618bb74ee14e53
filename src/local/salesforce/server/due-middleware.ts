import type { MiddlewareHandler } from 'hono';
import type { Org } from '../org.ts';
import type { KeyCache } from '../remote-keys/cache.ts';

/** Does due work before a request sees the org. A request that names tenant secrets counts as a read of them. */
export const dueMiddleware =
  ({ due }: Org, keyCache: KeyCache): MiddlewareHandler =>
  async (c, next) => {
    if (/TenantSecret/i.test(decoded(c.req.url))) keyCache.look();
    await due.run();
    await next();
  };

const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url.replaceAll('+', ' '));
  } catch {
    return url;
  }
};
