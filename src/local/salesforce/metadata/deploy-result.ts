import type { StoredDeployJob } from '../store/collections.ts';
import type { Row } from '../tables.ts';
import type { DeployMessage } from './deploy-message.ts';
import type { DeployOptions } from './deploy-options.ts';

/** The result of a new job (Metadata WSDL, DeployResult), without `details`. */
export const newResult = (id: string, options: DeployOptions, user: Row, now: string, zipSize: number) => ({
  id,
  checkOnly: options.checkOnly,
  createdBy: String(user.Id),
  createdByName: String(user.Name),
  createdDate: now,
  done: false,
  ignoreWarnings: options.ignoreWarnings,
  lastModifiedDate: now,
  numberComponentErrors: 0,
  numberComponentsDeployed: 0,
  numberComponentsTotal: 0,
  numberTestErrors: 0,
  numberTestsCompleted: 0,
  numberTestsTotal: 0,
  rollbackOnError: options.rollbackOnError,
  // "No tests are run" unless a level that runs some is asked for (Metadata API Developer Guide, testLevel).
  runTestsEnabled: options.testLevel !== undefined && options.testLevel !== 'NoTestRun',
  status: 'Pending',
  success: false,
  zipSize,
});

const isManifest = ({ componentType, success }: DeployMessage): boolean => success && componentType === '';

/** The counts and lists of a finished job. Manifests are listed but not counted. */
export const countMessages = (messages: readonly DeployMessage[]): Readonly<Record<string, unknown>> => {
  const failures = messages.filter(({ success }) => !success);
  const deployed = messages.filter((message) => message.success && !isManifest(message));
  return {
    numberComponentErrors: failures.length,
    numberComponentsDeployed: deployed.length,
    numberComponentsTotal: failures.length + deployed.length,
  };
};

export const statusOf = (messages: readonly DeployMessage[], rollbackOnError: boolean): string => {
  const failures = messages.filter(({ success }) => !success).length;
  if (failures === 0) return 'Succeeded';
  const some = messages.some((message) => message.success && !isManifest(message));
  return !rollbackOnError && some ? 'SucceededPartial' : 'Failed';
};

const WSDL_ORDER = [
  'canceledBy',
  'canceledByName',
  'checkOnly',
  'completedDate',
  'createdBy',
  'createdByName',
  'createdDate',
  'details',
  'done',
  'errorMessage',
  'errorStatusCode',
  'id',
  'ignoreWarnings',
  'lastModifiedDate',
  'numberComponentErrors',
  'numberComponentsDeployed',
  'numberComponentsTotal',
  'numberFiles',
  'numberTestErrors',
  'numberTestsCompleted',
  'numberTestsTotal',
  'rollbackOnError',
  'runTestsEnabled',
  'startDate',
  'stateDetail',
  'status',
  'success',
  'zipSize',
];

const NO_TESTS = { numFailures: 0, numTestsRun: 0, totalTime: 0 };

/** A job's result as an answer; `details` only on request. */
export const shownResult = (
  job: StoredDeployJob,
  includeDetails: boolean,
): Readonly<Record<string, unknown>> => {
  const messages = (job.result.messages ?? []) as readonly DeployMessage[];
  const createdDate = job.result.completedDate ?? job.result.createdDate;
  const list = (success: boolean) =>
    messages
      .filter((message) => message.success === success)
      .map((message) => ordered({ ...message, createdDate }));
  const runTestResult = job.result.runTestResult ?? NO_TESTS;
  const details = includeDetails
    ? { componentFailures: list(false), componentSuccesses: list(true), runTestResult }
    : { componentFailures: [], componentSuccesses: [], runTestResult: NO_TESTS };
  const all: Readonly<Record<string, unknown>> = { ...job.result, status: job.status, details };
  return Object.fromEntries(
    WSDL_ORDER.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]),
  );
};

const ordered = (message: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(message).toSorted(([a], [b]) => (a < b ? -1 : 1)));
