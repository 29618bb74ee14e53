import type { Position } from '../soql/ast.ts';
import { limitExceeded } from './exception.ts';
import type { ApexHost } from './host.ts';
import type { ApexValue } from './values.ts';

/** Apex Developer Guide, "Execution Governors and Limits"; steps stand for CPU time, so that a run is the same everywhere. */
const limits = { queries: 100, dml: 150, dmlRows: 10_000, callouts: 100, heap: 6_000_000, steps: 200_000 };

/** Steps after which other requests of the server get a turn. */
const TURN = 5_000;

/** One run of a block: its variables, its limits and its log. */
export class Runtime {
  readonly host: ApexHost;
  readonly variables: ApexValue[] = [];
  readonly log: string[] = [];
  /** Where the block is: what an exception that happens now gets as its line. */
  at: Position = { line: 1, column: 1 };
  uncommitted = false;
  readonly #started: number;
  #steps = 0;
  #turn = TURN;
  #queries = 0;
  #dml = 0;
  #dmlRows = 0;
  #callouts = 0;

  constructor(host: ApexHost) {
    this.host = host;
    this.#started = host.now().getTime();
  }

  step(count = 1): void {
    this.#steps += count;
    if (this.#steps > limits.steps) throw limitExceeded('Apex CPU time limit exceeded');
  }

  /** Lets the server breathe now and then; to be awaited by loops. */
  async turn(): Promise<void> {
    if (this.#steps < this.#turn) return;
    this.#turn = this.#steps + TURN;
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Called for every text before it is made: long ones cost steps, so that many of them can't add up. */
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

  /** What is logged after a limit was passed. Debug log: time of day, nanoseconds since the start, event, details. */
  writeLast(event: string, ...details: readonly string[]): void {
    const now = this.host.now();
    const elapsed = (now.getTime() - this.#started) * 1_000_000;
    this.log.push([`${now.toISOString().slice(11, 23)} (${elapsed})`, event, ...details].join('|'));
  }
}
