import { CompileError } from '../compile-error.ts';
import { Thrown } from '../exception.ts';
import type { ApexHost, ApexSource } from '../host.ts';
import { SchedulableContext } from '../library/schedule.ts';
import { Runtime } from '../runtime.ts';
import { executeOf } from './compile-class.ts';
import { invoke } from './compile-method-call.ts';
import type { ApexClass } from './declared.ts';
import { type Classes, findNamedClasses, loadClasses } from './load.ts';

/** A failure in Apex, as reported for tests and jobs. */
export interface ApexFailure {
  /** As in `System.DmlException: Insert failed. …`. */
  readonly message: string;
  readonly stackTrace: string;
}

export interface TestOutcome {
  readonly className: string;
  readonly methodName: string;
  readonly failure: ApexFailure | undefined;
}

export interface ClassCoverage {
  readonly className: string;
  readonly lines: readonly number[];
  readonly uncovered: readonly number[];
}

export interface TestRun {
  readonly outcomes: readonly TestOutcome[];
  /** The coverage of every class that isn't a test. */
  readonly coverage: readonly ClassCoverage[];
}

/** Compile errors of these classes, by lower-case name. Leaves out classes that compile. */
export async function classProblems(
  sources: readonly ApexSource[],
  host: Pick<ApexHost, 'tables' | 'callout'>,
): Promise<ReadonlyMap<string, CompileError>> {
  const classes = await loadClasses(sources, aboutOf(host));
  return new Map(
    sources.flatMap(({ name }) => {
      const found = classes.find(name);
      return found instanceof CompileError ? [[name.toLowerCase(), found] as const] : [];
    }),
  );
}

/** The names of test classes among these. */
export async function testClassesOf(
  host: Pick<ApexHost, 'tables' | 'callout' | 'classes'>,
): Promise<readonly string[]> {
  const sources = host.classes ?? [];
  const classes = await loadClasses(sources, aboutOf(host));
  return sources.map(({ name }) => name).filter((name) => classOf(classes, name)?.isTest);
}

/**
 * Runs the test methods of these classes, and rolls back each method's changes (Apex Developer Guide, "Testing
 * Apex").
 *
 * @param names of test classes that exist and compile
 */
export async function runTests(names: readonly string[], host: ApexHost): Promise<TestRun> {
  const sources = host.classes ?? [];
  const classes = await loadClasses(sources, aboutOf(host));
  const outcomes: TestOutcome[] = [];
  const covered = new Map<ApexClass, Set<number>>();
  for (const name of names) {
    const apexClass = classOf(classes, name);
    if (!apexClass) throw new Error(`${name} does not compile`);
    for (const method of apexClass.methods.filter(({ isTest }) => isTest)) {
      const runtime = new Runtime(host, { testing: true });
      const rollback = host.savepoint();
      const failure = await outcomeOf(runtime, () => invoke(apexClass, method, [], runtime));
      rollback();
      outcomes.push({ className: apexClass.name, methodName: method.name, failure });
      for (const [of, lines] of runtime.covered) {
        const all = covered.get(of) ?? new Set();
        covered.set(of, all);
        for (const line of lines) all.add(line);
      }
    }
  }
  const coverage = sources.flatMap(({ name }): ClassCoverage[] => {
    const apexClass = classOf(classes, name);
    if (!apexClass || apexClass.isTest) return [];
    const lines = [...apexClass.lines].toSorted((a, b) => a - b);
    const ran = covered.get(apexClass);
    return [{ className: apexClass.name, lines, uncovered: lines.filter((line) => !ran?.has(line)) }];
  });
  return { outcomes, coverage };
}

/**
 * Runs a class as the scheduler does. Rolls back after a failure.
 *
 * @returns the failure; undefined for success
 */
export async function runScheduled(
  className: string,
  triggerId: string,
  host: ApexHost,
): Promise<ApexFailure | undefined> {
  const classes = await loadClasses(findNamedClasses(className, host.classes ?? []), aboutOf(host));
  const apexClass = classOf(classes, className);
  const execute = apexClass?.schedulable ? executeOf(apexClass) : undefined;
  if (!apexClass || !execute) {
    return { message: `[local org] ${className} is no class that can be scheduled`, stackTrace: '' };
  }
  const runtime = new Runtime(host);
  const rollback = host.savepoint();
  const context = new SchedulableContext(triggerId);
  const failure = await outcomeOf(runtime, () => invoke(apexClass, execute, [context], runtime));
  if (failure) rollback();
  return failure;
}

async function outcomeOf(runtime: Runtime, run: () => Promise<unknown>): Promise<ApexFailure | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    error.exception.position ??= runtime.at;
    return { message: error.exception.describe(), stackTrace: error.exception.stackTrace };
  }
}

const aboutOf = ({ tables, callout }: Pick<ApexHost, 'tables' | 'callout'>) => ({
  tables,
  callouts: callout !== undefined,
});

function classOf(classes: Classes, name: string): ApexClass | undefined {
  const found = classes.find(name);
  return found instanceof CompileError ? undefined : found;
}
