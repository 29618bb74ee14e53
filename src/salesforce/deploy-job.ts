import type { MetadataApiDeploy } from '@salesforce/source-deploy-retrieve';
import type { Org } from './connect.ts';
import { coreConnection, loadCore } from './core.ts';
import { zip } from './zip.ts';

/**
 * DeployOptions of the metadata WSDL, in its order. Without `testLevel` the org decides. Without Apex in the zip,
 * no tests run.
 */
export interface WireDeployOptions {
  readonly allowMissingFiles: boolean;
  readonly autoUpdatePackage: boolean;
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly performRetrieve: boolean;
  readonly purgeOnDelete: boolean;
  readonly rollbackOnError: boolean;
  readonly runTests?: string[];
  readonly singlePackage: boolean;
  readonly testLevel?: 'RunSpecifiedTests';
}

/** Access to deploy jobs: one request to send a job and get its id, one for its status. */
export interface DeployJob {
  start(files: ReadonlyMap<string, string>, options: WireDeployOptions): Promise<string>;
  /** DeployResult as parsed by the library, unchecked. */
  status(id: string): Promise<unknown>;
  cancel(id: string): Promise<void>;
}

/**
 * Loads the code for deploy jobs during the wait for an answer. Loading blocks the thread for a third of a second,
 * so it starts when that request has been sent. With an org 120 ms away, this makes deploys 0.1 s shorter.
 */
export function prepareDeploy(): void {
  // A failure here occurs again when the code is needed, and is reported then.
  setTimeout(() => {
    loadCore()
      .then(() => import('@salesforce/source-deploy-retrieve'))
      .catch(() => undefined);
  }, 2);
}

/**
 * Deploy jobs through source-deploy-retrieve, which only this file loads. Replaces its `pre`, the step that builds
 * the zip. The library can only build one from source format, a folder or a file. It would apply the user's
 * .forceignore and string replacements to our files and, if SF_MDAPI_TEMP_DIR is set, write them to disk, including
 * secrets of legacy named credentials. With the replacement, the org gets exactly the rendered files.
 */
export async function deployJobs(org: Org): Promise<DeployJob> {
  await loadCore();
  const [sdr, connection] = await Promise.all([
    import('@salesforce/source-deploy-retrieve'),
    coreConnection(org.connection),
  ]);

  class JobInMemory extends sdr.MetadataApiDeploy {
    content: { readonly files: ReadonlyMap<string, string>; readonly options: WireDeployOptions } | undefined;

    protected override async pre(): ReturnType<MetadataApiDeploy['start']> {
      const { files, options } = this.content!;
      const base64 = Buffer.from(zip(files)).toString('base64');
      return connection.metadata.deploy(base64, options);
    }
  }

  const job = (id?: string) =>
    new JobInMemory({ usernameOrConnection: connection, ...(id === undefined ? {} : { id }) });
  return {
    start: async (files, options) => {
      const started = job();
      started.content = { files, options };
      return (await started.start()).id;
    },
    status: (id) => job(id).checkStatus(),
    cancel: (id) => job(id).cancel(),
  };
}
