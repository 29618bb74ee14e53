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
  /** Whether the request can be repeated if nobody knows whether it arrived. */
  readonly repeatable: boolean;
  /** Whether an error answer may be temporary. */
  readonly isPassing: (fault: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request, and up to twice more if it is repeatable and the failure may be temporary. */
export function withRetries<T>(
  send: () => Promise<T>,
  { repeatable, isPassing, signal }: RetryOptions,
): Promise<T> {
  return pRetry(send, {
    retries: repeatable ? 2 : 0,
    minTimeout: 200,
    factor: 3,
    // Don't use p-retry's own signal: its error would replace the one that says what was aborted.
    shouldRetry: ({ error }) => {
      if (signal?.aborted) return false;
      const fault = error instanceof KeywayError ? error.cause : error;
      return fault instanceof WireFault ? passingCodes.has(fault.code) : isPassing(fault);
    },
  });
}

/** Statuses of a server, or of a proxy, that is temporarily unavailable. */
export function isOutageStatus(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}
