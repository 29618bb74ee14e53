import pRetry from 'p-retry';
import { KeywayError } from '../errors/index.ts';
import { WireFault } from './wire-fault.ts';

const passingCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'EPIPE',
  'HPE_INVALID_CONSTANT',
]);

export interface RetryOptions {
  /** Whether the request may be sent again when nobody knows whether it arrived. */
  readonly repeatable: boolean;
  /** Whether an error that the server answered may be gone in a moment. */
  readonly isPassing: (fault: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request, and twice more where it may be repeated and the failure may pass. */
export function withRetries<T>(
  send: () => Promise<T>,
  { repeatable, isPassing, signal }: RetryOptions,
): Promise<T> {
  return pRetry(send, {
    retries: repeatable ? 2 : 0,
    minTimeout: 200,
    factor: 3,
    // Not by p-retry's own signal: it would throw an error of its own in place of the one that says what was cut.
    shouldRetry: ({ error }) => {
      if (signal?.aborted) return false;
      const fault = error instanceof KeywayError ? error.cause : error;
      return fault instanceof WireFault ? passingCodes.has(fault.code) : isPassing(fault);
    },
  });
}

/** Statuses of a server, or of one before it, that isn't available just now. */
export function isOutageStatus(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
