import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { type Fault, type Faults, faultError } from '../faults.ts';

/** Applies simulated faults to requests, except those to the control endpoint. */
export const faultMiddleware =
  (faults: Faults): MiddlewareHandler =>
  async (c, next) => {
    const fault = c.req.path.startsWith('/local-org/')
      ? undefined
      : faults.ofRequest(`${c.req.method} ${c.req.path}`);
    if (fault === undefined) return next();
    return applyFault(c, fault, next);
  };

export const applyFault = async (
  c: Context,
  fault: Fault,
  next: () => Promise<void>,
): Promise<Response | undefined> => {
  const error = faultError(fault);
  if (error) throw error;
  if (fault.kind === 'delay') await sleep(fault.milliseconds ?? 1000);
  if (fault.kind !== 'drop') await next();
  return fault.kind === 'delay' ? undefined : drop(c);
};

/** Closes the connection without an answer. */
export const drop = (c: Context): Response => {
  (c.env as HttpBindings).incoming.socket.destroy();
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
  return RESPONSE_ALREADY_SENT;
};
