import type { StoredDeployJob } from '../store/collections.ts';
import type { Row, Value } from '../tables.ts';

/** A deploy job as Tooling's DeployRequest row. The result is stored in the Metadata API's form. */
export const deployRequestRow = (job: StoredDeployJob): Row => {
  const { result, options } = job;
  const value = (name: string): Value => (result[name] as Value | undefined) ?? null;
  return {
    Id: job.id,
    Status: job.status,
    StateDetail: value('stateDetail'),
    CheckOnly: value('checkOnly'),
    RollbackOnError: value('rollbackOnError'),
    IgnoreWarnings: value('ignoreWarnings'),
    PurgeOnDelete: options.purgeOnDelete === true,
    RunTestsEnabled: value('runTestsEnabled'),
    TestLevel: (options.testLevel as string | undefined) ?? null,
    Type: 'Sync',
    ErrorMessage: value('errorMessage'),
    ErrorStatusCode: value('errorStatusCode'),
    NumberComponentErrors: value('numberComponentErrors'),
    NumberComponentsDeployed: value('numberComponentsDeployed'),
    NumberComponentsTotal: value('numberComponentsTotal'),
    NumberTestErrors: value('numberTestErrors'),
    NumberTestsCompleted: value('numberTestsCompleted'),
    NumberTestsTotal: value('numberTestsTotal'),
    StartDate: value('startDate'),
    CompletedDate: value('completedDate'),
    CreatedDate: value('createdDate'),
    CreatedById: value('createdBy'),
    LastModifiedDate: value('lastModifiedDate'),
    LastModifiedById: value('createdBy'),
    SystemModstamp: value('lastModifiedDate'),
  };
};
