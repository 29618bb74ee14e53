/** A fault to simulate for matching requests. */
export interface CipherTrustFault {
  /** Method and start of the path below `/api`: `POST /v1/cckm/sfdc/keys/upload`; default: all requests. */
  readonly on?: string;
  /**
   * `answer`: sends this status and body, and does nothing else. `drop`: closes the connection before doing
   * anything. `lose`: does the work, but closes the connection before the answer. `expire`: first expires all
   * tokens.
   */
  readonly do: 'answer' | 'drop' | 'lose' | 'expire';
  /** For `answer`; default 500. */
  readonly status?: number;
  /** For `answer`: JSON or a text; default: an error body for that status. */
  readonly body?: unknown;
  /** Number of matching requests before it takes effect; default 0. */
  readonly after?: number;
  /** Number of times it takes effect; default: always. */
  readonly times?: number;
}

export interface Faults {
  set(faults: readonly CipherTrustFault[]): void;
  /** The first fault that applies to a request. */
  take(method: string, path: string): CipherTrustFault | undefined;
}

export const createFaults = (initial: readonly CipherTrustFault[] = []): Faults => {
  let left = entriesOf(initial);
  return {
    set: (faults) => {
      left = entriesOf(faults);
    },
    take: (method, path) => {
      for (const entry of left) {
        if (!`${method} ${path}`.startsWith(entry.fault.on ?? '')) continue;
        if (entry.after > 0) {
          entry.after -= 1;
          continue;
        }
        if (entry.times <= 0) continue;
        entry.times -= 1;
        return entry.fault;
      }
      return undefined;
    },
  };
};

const entriesOf = (faults: readonly CipherTrustFault[]) =>
  faults.map((fault) => ({
    fault,
    after: fault.after ?? 0,
    times: fault.times ?? Number.POSITIVE_INFINITY,
  }));
