import { createHmac } from 'node:crypto';

/**
 * The data key of an identifier, 32 bytes: each has one of its own, the same at every request. They come from one
 * random root, which is kept with the org's state, so that a request has nothing to write while the org waits for it.
 *
 * @param root base64
 */
export const dataKeyOf = (root: string, identifier: string): Buffer =>
  createHmac('sha256', Buffer.from(root, 'base64')).update(`data key of ${identifier}`).digest();
