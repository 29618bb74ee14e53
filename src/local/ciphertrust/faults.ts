/** Something that goes wrong, for the requests that it fits. */
export interface CipherTrustFault {
  /** Method and path below `/api`, the path as a beginning: `POST /v1/cckm/sfdc/keys/upload`; all requests if absent. */
  readonly on?: string;
  /**
   * `answer`: this status and body instead of doing anything. `drop`: the connection ends before anything is done.
   * `lose`: it is done, but the connection ends before the answer. `expire`: all tokens end first.
   */
  readonly do: 'answer' | 'drop' | 'lose' | 'expire';
  /** Of `answer`; default 500. */
  readonly status?: number;
  /** Of `answer`, JSON or a text; default an error body of that status. */
  readonly body?: unknown;
  /** Requests that it fits before it takes effect; default 0. */
  readonly after?: number;
  /** How often it takes effect; default always. */
  readonly times?: number;
}

export interface Faults {
  set(faults: readonly CipherTrustFault[]): void;
  /** The first fault that takes effect on a request. */
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
