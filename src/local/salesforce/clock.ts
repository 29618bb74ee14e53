/** The org's clock. It runs with the machine's clock, from any time that was set. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Sets the time. The clock continues from there. */
  set(milliseconds: number): void;
  advance(milliseconds: number): void;
}

export const createClock = (source: () => number = Date.now): Clock => {
  let offset = 0;
  return {
    now: () => source() + offset,
    set: (milliseconds) => {
      offset = milliseconds - source();
    },
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
};

/** A datetime in REST: `2026-11-22T19:00:00.000+0000`. */
export const restDatetime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '+0000');

/** A datetime in SOAP: `2026-11-22T19:00:00.000Z`. */
export const soapDatetime = (restForm: string): string => restForm.replace('+0000', 'Z');
