import {
  CalloutFailure,
  type ClassCoverage,
  runTests,
  type TestOutcome,
  testClassesOf,
} from '../apex/index.ts';
import { ours } from '../api-error.ts';
import { hostOf } from '../execute-anonymous.ts';
import type { DeployOptions } from '../metadata/deploy-options.ts';
import type { DeploySource } from '../metadata/deploy-source.ts';
import { componentKey, withoutNamespace } from '../metadata/principals.ts';
import { type Caller, type Org, orgKind } from '../org.ts';
import type { Transaction, View } from '../store/database.ts';
import type { Row } from '../tables.ts';
import { coverageTooLow } from '../uncertain.ts';

/** Metadata API Developer Guide, "Running Tests in a Deployment". */
const ENOUGH = 75;

export interface DeployTests {
  readonly failed: boolean;
  /** The tests' part of the job's result. */
  readonly result: Readonly<Record<string, unknown>>;
}

/**
 * Runs the tests that a deploy requests, in the org's state after it. In production, a deploy with Apex that
 * requests none runs all local tests. Undefined if there is nothing to run.
 */
export const runDeployTests = async (
  org: Org,
  tx: Transaction,
  source: DeploySource,
  { testLevel, runTests: named }: DeployOptions,
  userId: string,
): Promise<DeployTests | undefined> => {
  const hasApex =
    source.files.some(({ type }) => type.name === 'ApexClass') ||
    [...source.before, ...source.after].some(({ type }) => type === 'ApexClass');
  const level = testLevel ?? (hasApex && orgKind(tx) === 'production' ? 'RunLocalTests' : undefined);
  if (level === undefined || level === 'NoTestRun') return undefined;
  const user = tx.get('user', userId) as Row;
  const caller: Caller = { session: { token: '', userId, expired: false, highAssurance: false }, user };
  const host = hostOf(org, tx, caller, refuseCallout, source.apiVersion);
  const known = await testClassesOf(host);
  const wanted = level === 'RunSpecifiedTests' ? named.map((name) => withoutNamespace(tx, name)) : known;
  const missing = wanted.find((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (missing !== undefined) {
    const errorMessage = ours(`there is no test class ${missing}`);
    return { failed: true, result: { errorStatusCode: 'INVALID_OPERATION', errorMessage } };
  }
  const { outcomes, coverage } = await runTests(wanted, host);
  const deployed = new Set(source.files.map(({ fullName }) => withoutNamespace(tx, fullName).toLowerCase()));
  const counted =
    level === 'RunSpecifiedTests'
      ? coverage.filter(({ className }) => deployed.has(className.toLowerCase()))
      : coverage;
  const warnings =
    level === 'RunSpecifiedTests'
      ? counted.filter((one) => percentOf([one]) < ENOUGH).map((one) => warning(tx, [one], one.className))
      : orgKind(tx) === 'production' && hasApex && percentOf(counted) < ENOUGH
        ? [warning(tx, counted, null)]
        : [];
  const failures = outcomes.filter(({ failure }) => failure !== undefined);
  return {
    failed: failures.length > 0 || warnings.length > 0,
    result: {
      runTestsEnabled: true,
      numberTestsTotal: outcomes.length,
      numberTestsCompleted: outcomes.length - failures.length,
      numberTestErrors: failures.length,
      runTestResult: {
        codeCoverage: counted.map((one) => shownCoverage(tx, one)),
        codeCoverageWarnings: warnings,
        failures: failures.map((one) => shownFailure(tx, one)),
        numFailures: failures.length,
        numTestsRun: outcomes.length,
        successes: outcomes.filter(({ failure }) => !failure).map((one) => shownTest(tx, one)),
        totalTime: 0,
      },
    },
  };
};

/** Apex Developer Guide, "Testing HTTP Callouts"; mocks of callouts are not emulated. */
const refuseCallout = (): never => {
  throw new CalloutFailure('Methods defined as TestMethod do not support Web service callouts');
};

/** Whole percent of lines; 100 if there are no lines to cover. */
const percentOf = (coverage: readonly ClassCoverage[]): number => {
  const total = coverage.reduce((sum, { lines }) => sum + lines.length, 0);
  const uncovered = coverage.reduce((sum, one) => sum + one.uncovered.length, 0);
  return total === 0 ? 100 : Math.floor(((total - uncovered) * 100) / total);
};

const idOf = (view: View, className: string): string | null =>
  view.get('component', componentKey('ApexClass', className))?.id ?? null;

const warning = (view: View, coverage: readonly ClassCoverage[], name: string | null) => ({
  id: name === null ? null : idOf(view, name),
  message: coverageTooLow(percentOf(coverage)),
  name,
  namespace: null,
});

/** Metadata WSDL, CodeCoverageResult. */
const shownCoverage = (view: View, { className, lines, uncovered }: ClassCoverage) => ({
  id: idOf(view, className),
  locationsNotCovered: uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
  name: className,
  namespace: null,
  numLocations: lines.length,
  numLocationsNotCovered: uncovered.length,
  type: 'Class',
});

/** Metadata WSDL, RunTestSuccess. */
const shownTest = (view: View, { className, methodName }: TestOutcome) => ({
  id: idOf(view, className),
  methodName,
  name: className,
  namespace: null,
  seeAllData: false,
  time: 0,
});

/** Metadata WSDL, RunTestFailure. */
const shownFailure = (view: View, outcome: TestOutcome) => ({
  id: idOf(view, outcome.className),
  message: outcome.failure?.message,
  methodName: outcome.methodName,
  name: outcome.className,
  namespace: null,
  packageName: outcome.className,
  seeAllData: false,
  stackTrace: outcome.failure?.stackTrace,
  time: 0,
  type: 'Class',
});
