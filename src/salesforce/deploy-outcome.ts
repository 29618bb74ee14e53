/** What became of a deploy job. Only `success` means that the org now is as the files say. */
export interface DeployOutcome {
  /** `0Af…` */
  readonly id: string;
  /** As the Metadata API spells it: Succeeded, Failed, Canceled, SucceededPartial, FinalizingFailed, … */
  readonly status: string;
  /** Status Succeeded, and nothing else. */
  readonly success: boolean;
  /** Whether it was only validated. */
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
  /** Empty when it is about the whole job. */
  readonly type: string;
  readonly fullName: string;
  /** Path in the zip; empty for the whole job. */
  readonly file: string;
  /** From 1; undefined when the org doesn't say. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly problem: string;
}

/** Statuses after which a job changes no more (DeployStatus, metadata WSDL 66.0). */
const FINAL = new Set(['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed']);

/** DeployResult as it is on the wire: a lone element may be no array, numbers and booleans may be strings. */
export interface DeployStatusAnswer {
  readonly id?: string;
  readonly status?: string;
  readonly done?: boolean | string;
  readonly checkOnly?: boolean | string;
  readonly errorMessage?: string | null;
  readonly errorStatusCode?: string | null;
  readonly numberComponentsDeployed?: number | string;
  readonly numberComponentsTotal?: number | string;
  readonly details?: {
    readonly componentSuccesses?: Many<DeployMessage>;
    readonly componentFailures?: Many<DeployMessage>;
    readonly runTestResult?: {
      readonly failures?: Many<TestFailure>;
      readonly codeCoverageWarnings?: Many<CoverageWarning>;
    } | null;
  } | null;
}

interface DeployMessage {
  readonly componentType?: string | null;
  readonly fullName?: string | null;
  readonly fileName?: string | null;
  readonly lineNumber?: number | string | null;
  readonly columnNumber?: number | string | null;
  readonly problem?: string | null;
  readonly problemType?: string | null;
  readonly created?: boolean | string;
  readonly changed?: boolean | string;
  readonly deleted?: boolean | string;
}

interface TestFailure {
  readonly name?: string | null;
  readonly methodName?: string | null;
  readonly message?: string | null;
}

/** What makes a job fail though its tests pass; in a job that succeeds, a remark. */
interface CoverageWarning {
  readonly name?: string | null;
  readonly message?: string | null;
}

type Many<T> = readonly T[] | T | null;

export function isFinal({ done, status = '' }: DeployStatusAnswer): boolean {
  return isTrue(done) || FINAL.has(status);
}

export function outcomeOf(id: string, answer: DeployStatusAnswer, elapsedMs: number): DeployOutcome {
  const messages = many(answer.details?.componentFailures).map(failureOf);
  const isWarning = many(answer.details?.componentFailures).map(
    ({ problemType }) => problemType === 'Warning',
  );
  const successes = many(answer.details?.componentSuccesses);
  const status = answer.status ?? 'Unknown';
  return {
    id,
    status,
    success: status === 'Succeeded',
    checkOnly: isTrue(answer.checkOnly),
    components: successes.filter(isComponent).map(componentOf),
    failures: [
      ...messages.filter((_, at) => !isWarning[at]),
      ...many(answer.details?.runTestResult?.failures).map(testFailure),
      ...(status === 'Succeeded'
        ? []
        : many(answer.details?.runTestResult?.codeCoverageWarnings).map(testFailure)),
      ...jobFailure(answer),
    ],
    warnings: [
      ...messages.filter((_, at) => isWarning[at]),
      ...successes.filter(({ problem }) => Boolean(problem)).map(failureOf),
    ],
    total: Number(answer.numberComponentsTotal ?? 0),
    elapsedMs,
  };
}

/** The manifests themselves are listed, without a type. */
function isComponent({ componentType }: DeployMessage): boolean {
  return Boolean(componentType);
}

function componentOf(message: DeployMessage): DeployedComponent {
  const action = isTrue(message.deleted)
    ? 'deleted'
    : isTrue(message.created)
      ? 'created'
      : isTrue(message.changed)
        ? 'changed'
        : 'unchanged';
  return { type: message.componentType ?? '', fullName: message.fullName ?? '', action };
}

function failureOf(message: DeployMessage): DeployFailure {
  return {
    type: message.componentType ?? '',
    fullName: message.fullName ?? '',
    // A zip that is not a single package has its files below a folder.
    file: (message.fileName ?? '').replace(/^(unpackaged|zip)\//, ''),
    line: position(message.lineNumber),
    column: position(message.columnNumber),
    problem: message.problem ?? 'no reason was given',
  };
}

function testFailure({ name, methodName, message }: TestFailure & CoverageWarning): DeployFailure {
  const fullName = [name, methodName].filter(Boolean).join('.');
  return {
    type: 'ApexClass',
    fullName,
    file: '',
    line: undefined,
    column: undefined,
    problem: message ?? '',
  };
}

function jobFailure({ errorMessage, errorStatusCode }: DeployStatusAnswer): DeployFailure[] {
  if (!errorMessage) return [];
  const problem = errorStatusCode ? `${errorStatusCode}: ${errorMessage}` : errorMessage;
  return [{ type: '', fullName: '', file: '', line: undefined, column: undefined, problem }];
}

function position(value: number | string | null | undefined): number | undefined {
  const number = Number(value ?? 0);
  return number > 0 ? number : undefined;
}

function many<T>(value: Many<T> | undefined): readonly T[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

function isTrue(value: boolean | string | undefined): boolean {
  return value === true || value === 'true';
}
