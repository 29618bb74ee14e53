import type { ErrorCode } from './codes.ts';

export type { ErrorCode } from './codes.ts';

/** The place of a problem in a user's file. Line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface KeywayErrorOptions {
  /** What the user can do next, in one sentence each. */
  readonly actions?: readonly string[];
  readonly cause?: unknown;
  /** Process exit code; see "Commands" in docs/DESIGN.md. */
  readonly exitCode?: number;
  /** What `--json` shows under `data`. Never a secret. */
  readonly data?: unknown;
}

/**
 * The only error for users: a stable code, a sentence, what to do, and the exit code. Any other error that reaches
 * `main.ts` is a bug of keyway and is reported as one.
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
