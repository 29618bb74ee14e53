import { createHmac } from 'node:crypto';

/**
 * The data key of an identifier, 32 bytes. Each identifier has its own key, the same in every request. The keys are
 * derived from one random root in the org's state, so that a request writes nothing while the org waits for it.
 *
 * @param root base64
 */
export const dataKeyOf = (root: string, identifier: string): Buffer =>
  createHmac('sha256', Buffer.from(root, 'base64')).update(`data key of ${identifier}`).digest();
