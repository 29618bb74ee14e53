import type { ConfigPath } from '../config/index.ts';

/** One value of a principal's secret, as the config refers to it. */
export interface WantedValue {
  readonly key: string;
  /** Unencrypted values can be read back and compared. */
  readonly encrypted: boolean;
  /** The reference, unresolved. */
  readonly text: string;
  readonly path: ConfigPath;
}

/** Returns a value that can be resolved without writing; undefined if it can't. */
export type Readable = (value: WantedValue) => string | undefined;

/** Credentials to write even if nothing differs: all, or those named. */
export type Rewrite = 'all' | readonly string[];
