import type { DeployMessage, DeployStatusAnswer, TestFailure } from './soap-schemas.ts';

/** The result of a deploy job. Only `success` means that the org now matches the files. */
export interface DeployOutcome {
  /** `0Af…` */
  readonly id: string;
  /** As spelt in the Metadata API: Succeeded, Failed, Canceled, SucceededPartial, FinalizingFailed, … */
  readonly status: string;
  /** Whether the status is Succeeded. */
  readonly success: boolean;
  /** Whether the job only validated. */
  readonly checkOnly: boolean;
  readonly components: readonly DeployedComponent[];
  readonly failures: readonly DeployFailure[];
  readonly warnings: readonly DeployFailure[];
  readonly total: number;
  readonly elapsedMs: number;
}

export interface DeployedComponent {
  readonly type: string;
  readonly fullName: string;
  readonly action: 'created' | 'changed' | 'deleted' | 'unchanged';
}

export interface DeployFailure {
  /** Empty if it concerns the whole job. */
  readonly type: string;
  readonly fullName: string;
  /** Path in the zip; empty for the whole job. */
  readonly file: string;
  /** Counts from 1; undefined if the org doesn't report it. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly problem: string;
}

/** Final statuses of a job (DeployStatus, metadata WSDL 66.0). */
const FINAL = new Set(['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed']);

export function isFinal({ done, status }: DeployStatusAnswer): boolean {
  return done || FINAL.has(status);
}

export function outcomeOf(id: string, answer: DeployStatusAnswer, elapsedMs: number): DeployOutcome {
  const { status, details } = answer;
  const { componentSuccesses: successes = [], componentFailures: problems = [] } = details ?? {};
  const { failures = [], codeCoverageWarnings = [] } = details?.runTestResult ?? {};
  const isWarning = ({ problemType }: DeployMessage) => problemType === 'Warning';
  return {
    id,
    status,
    success: status === 'Succeeded',
    checkOnly: answer.checkOnly,
    components: successes.filter(isComponent).map(componentOf),
    failures: [
      ...problems.filter((problem) => !isWarning(problem)).map(failureOf),
      ...failures.map(testFailure),
      ...(status === 'Succeeded' ? [] : codeCoverageWarnings.map(testFailure)),
      ...jobFailure(answer),
    ],
    warnings: [
      ...problems.filter(isWarning).map(failureOf),
      ...successes.filter(({ problem }) => Boolean(problem)).map(failureOf),
    ],
    total: answer.numberComponentsTotal,
    elapsedMs,
  };
}

/** The list also contains the manifests, without a type. */
function isComponent({ componentType }: DeployMessage): boolean {
  return Boolean(componentType);
}

function componentOf(message: DeployMessage): DeployedComponent {
  const { componentType: type, fullName, created, changed, deleted } = message;
  const action = deleted ? 'deleted' : created ? 'created' : changed ? 'changed' : 'unchanged';
  return { type, fullName, action };
}

function failureOf(message: DeployMessage): DeployFailure {
  return {
    type: message.componentType,
    fullName: message.fullName,
    // A zip that isn't a single package has its files in a folder.
    file: message.fileName.replace(/^(unpackaged|zip)\//, ''),
    line: position(message.lineNumber),
    column: position(message.columnNumber),
    problem: message.problem || 'no reason was given',
  };
}

function testFailure({ name, methodName, message }: TestFailure): DeployFailure {
  const fullName = [name, methodName].filter(Boolean).join('.');
  return {
    type: 'ApexClass',
    fullName,
    file: '',
    line: undefined,
    column: undefined,
    problem: message,
  };
}

function jobFailure({ errorMessage, errorStatusCode }: DeployStatusAnswer): DeployFailure[] {
  if (!errorMessage) return [];
  const problem = errorStatusCode ? `${errorStatusCode}: ${errorMessage}` : errorMessage;
  return [{ type: '', fullName: '', file: '', line: undefined, column: undefined, problem }];
}

/** Lines and columns begin at 1. */
function position(value: number): number | undefined {
  return value > 0 ? value : undefined;
}
