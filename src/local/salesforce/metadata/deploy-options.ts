import { ApiError, notEmulated, ours } from '../api-error.ts';
import type { OrgKind } from '../seed/options.ts';
import { NO_TEST_RUN_IN_PRODUCTION, ROLLBACK_REQUIRED_IN_PRODUCTION } from '../uncertain.ts';

/** Metadata WSDL, DeployOptions. */
export interface DeployOptions {
  readonly allowMissingFiles: boolean;
  readonly autoUpdatePackage: boolean;
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly performRetrieve: boolean;
  readonly purgeOnDelete: boolean;
  readonly rollbackOnError: boolean;
  readonly runTests: readonly string[];
  readonly singlePackage: boolean;
  readonly testLevel: string | undefined;
}

const FLAGS = [
  'allowMissingFiles',
  'autoUpdatePackage',
  'checkOnly',
  'ignoreWarnings',
  'performRetrieve',
  'purgeOnDelete',
  'rollbackOnError',
  'singlePackage',
] as const;

const TEST_LEVELS = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
];

const invalid = (message: string): ApiError => new ApiError(400, 'INVALID_FIELD', message);
const notForProduction = (message: string): ApiError => new ApiError(400, 'INVALID_OPERATION', message);

/** Checks a request's options by name. All flags default to false (Metadata API Developer Guide, DeployOptions). */
export const checkDeployOptions = (
  input: Readonly<Record<string, unknown>>,
  kind: OrgKind,
): DeployOptions => {
  const flags = Object.fromEntries(FLAGS.map((name) => [name, flagOf(input, name)])) as Record<
    (typeof FLAGS)[number],
    boolean
  >;
  for (const name of Object.keys(input))
    if (name !== 'runTests' && name !== 'testLevel' && !(FLAGS as readonly string[]).includes(name))
      throw invalid(ours(`deploy option ${name} is not in the WSDL`));
  const testLevel =
    input.testLevel === undefined || input.testLevel === null ? undefined : String(input.testLevel);
  if (testLevel !== undefined && !TEST_LEVELS.includes(testLevel))
    throw invalid(`'${testLevel}' is not a valid value for the enum 'TestLevel'`);
  const runTests = Array.isArray(input.runTests) ? input.runTests.map(String) : [];
  if (flags.performRetrieve) throw notEmulated('performRetrieve of a deploy');
  if (testLevel === 'RunRelevantTests') throw notEmulated('the test level RunRelevantTests');
  if (runTests.length > 0 !== (testLevel === 'RunSpecifiedTests'))
    throw invalid(ours('runTests goes with the test level RunSpecifiedTests, and that with runTests'));
  if (kind === 'production' && !flags.rollbackOnError)
    throw notForProduction(ROLLBACK_REQUIRED_IN_PRODUCTION);
  if (kind === 'production' && testLevel === 'NoTestRun') throw notForProduction(NO_TEST_RUN_IN_PRODUCTION);
  return { ...flags, runTests, testLevel };
};

const flagOf = (input: Readonly<Record<string, unknown>>, name: string): boolean => {
  const value = input[name];
  if (value === undefined || value === null || value === '') return false;
  if (value === true || value === 'true' || value === '1') return true;
  if (value === false || value === 'false' || value === '0') return false;
  throw invalid(`'${value}' is not a valid value for the type xsd:boolean`);
};
