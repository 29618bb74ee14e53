import type { ErrorCode } from './codes.ts';

export type { ErrorCode } from './codes.ts';

/** Where in a file the user wrote something a problem is; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface KeywayErrorOptions {
  /** What the user can do next, each a sentence of its own. */
  readonly actions?: readonly string[];
  readonly cause?: unknown;
  /** Process exit code; see "Commands" in docs/DESIGN.md. */
  readonly exitCode?: number;
  /** What `--json` shows under `data`. Never a secret. */
  readonly data?: unknown;
}

/**
 * The one error that users are meant to see: a stable code, a sentence, what to do, and the exit code.
 * Anything else that reaches `main.ts` is a bug of ours and is reported as such.
 */
export class KeywayError extends Error {
  readonly code: ErrorCode;
  readonly actions: readonly string[];
  readonly exitCode: number;
  readonly data: unknown;

  constructor(code: ErrorCode, message: string, options: KeywayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KeywayError';
    this.code = code;
    this.actions = options.actions ?? [];
    this.exitCode = options.exitCode ?? 1;
    this.data = options.data;
  }
}
