import type { ConfigPath } from '../config/index.ts';

/** One part of a principal's secret, as the config refers to it. */
export interface WantedValue {
  readonly key: string;
  /** What is not encrypted can be read back, and so compared. */
  readonly encrypted: boolean;
  /** The reference, unresolved. */
  readonly text: string;
  readonly path: ConfigPath;
}

/** What may be known without writing: a value that can be resolved here, or why it cannot. */
export type Readable = (value: WantedValue) => string | undefined;

/** Which credentials are written even where nothing differs: all, or those named. */
export type Rewrite = 'all' | readonly string[];
