import type { Position } from '../soql/ast.ts';
import type { ApexClass } from './classes/declared.ts';
import { limitExceeded, Thrown } from './exception.ts';
import type { ApexHost } from './host.ts';
import type { ApexValue } from './values.ts';

/**
 * Apex Developer Guide, "Execution Governors and Limits". Steps replace CPU time, so that a run has the same result
 * everywhere.
 */
const limits = { queries: 100, dml: 150, dmlRows: 10_000, callouts: 100, heap: 6_000_000, steps: 200_000 };

/** Apex allows a stack of 1,000. Each level also uses this process's stack. */
const MAX_STACK = 200;

/** Steps after which other requests of the server can run. */
const TURN = 5_000;

/** One run of a block: its variables, its limits and its log. */
export class Runtime {
  readonly host: ApexHost;
  /** Variables of the running block or method, by slot. */
  variables: ApexValue[] = [];
  /** The return value of the method that is ending. */
  returned: ApexValue = null;
  readonly log: string[] = [];
  readonly testing: boolean;
  /** Executed lines, by class. */
  readonly covered = new Map<ApexClass, Set<number>>();
  uncommitted = false;
  /** The ConnectApi method that changed something. Whether a callout may follow isn't documented. */
  changedBy: string | undefined;
  #at: Position = { line: 1, column: 1 };
  #lines: Set<number> | undefined;
  #depth = 0;
  readonly #started: number;
  #steps = 0;
  #turn = TURN;
  #queries = 0;
  #dml = 0;
  #dmlRows = 0;
  #callouts = 0;

  constructor(host: ApexHost, { testing = false } = {}) {
    this.host = host;
    this.testing = testing;
    this.#started = host.now().getTime();
  }

  /** The current position, which becomes the line of an exception. */
  get at(): Position {
    return this.#at;
  }

  set at(position: Position) {
    this.#at = position;
    this.#lines?.add(position.line);
  }

  /** Runs a method of a class with its own variables, and counts its lines as covered. */
  async call(
    apexClass: ApexClass,
    method: string,
    args: readonly ApexValue[],
    body: () => Promise<unknown>,
  ): Promise<ApexValue> {
    if (this.#depth >= MAX_STACK) throw limitExceeded(`Maximum stack depth reached: ${MAX_STACK + 1}`);
    const outer = [this.variables, this.#lines, this.#at] as const;
    const lines = this.covered.get(apexClass) ?? new Set();
    this.covered.set(apexClass, lines);
    // Parameters occupy the first slots.
    this.variables = [...args];
    this.#lines = lines;
    this.#depth += 1;
    this.returned = null;
    try {
      await body();
      return this.returned;
    } catch (error) {
      if (error instanceof Thrown) {
        error.exception.position ??= this.#at;
        error.exception.where ??= `Class.${apexClass.name}.${method}`;
      }
      throw error;
    } finally {
      [this.variables, this.#lines, this.#at] = outer;
      this.returned = null;
      this.#depth -= 1;
    }
  }

  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > limits.steps) throw limitExceeded('Apex CPU time limit exceeded');
  }

  /** Yields to the server now and then. Loops must await it. */
  async turn(): Promise<void> {
    if (this.#steps < this.#turn) return;
    this.#turn = this.#steps + TURN;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Called before a text is created. Long texts cost steps, so that many of them can't add up. */
  allocate(length: number): void {
    if (length > limits.heap) throw limitExceeded(`Apex heap size too large: ${length}`);
    this.step(length >> 8);
  }

  countQuery(): void {
    this.#queries += 1;
    if (this.#queries > limits.queries) throw limitExceeded(`Too many SOQL queries: ${this.#queries}`);
  }

  countDml(rows: number): void {
    this.#dml += 1;
    this.#dmlRows += rows;
    if (this.#dml > limits.dml) throw limitExceeded(`Too many DML statements: ${this.#dml}`);
    if (this.#dmlRows > limits.dmlRows) throw limitExceeded(`Too many DML rows: ${this.#dmlRows}`);
  }

  countCallout(): void {
    this.#callouts += 1;
    if (this.#callouts > limits.callouts) throw limitExceeded(`Too many callouts: ${this.#callouts}`);
  }

  write(event: string, ...details: readonly string[]): void {
    this.allocate(details.reduce((length, text) => length + text.length, 0));
    this.writeLast(event, ...details);
  }

  /**
   * Adds a log entry even after a limit was exceeded. Debug log: time of day, nanoseconds since the start, event,
   * details.
   */
  writeLast(event: string, ...details: readonly string[]): void {
    const now = this.host.now();
    const elapsed = (now.getTime() - this.#started) * 1_000_000;
    this.log.push([`${now.toISOString().slice(11, 23)} (${elapsed})`, event, ...details].join('|'));
  }
}
