import type { MetadataApiDeploy } from '@salesforce/source-deploy-retrieve';
import type { Org } from './connect.ts';
import { coreConnection, loadCore } from './core.ts';
import { zip } from './zip.ts';

/** DeployOptions of the metadata WSDL, in its order. Without `testLevel` the org decides; without Apex in the zip, no tests run. */
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

/** A job in the org: sending it gives its id; asking for its status is one request. */
export interface DeployJob {
  start(files: ReadonlyMap<string, string>, options: WireDeployOptions): Promise<string>;
  /** DeployResult as the library has read it, unchecked. */
  status(id: string): Promise<unknown>;
  cancel(id: string): Promise<void>;
}

/**
 * Loads what a deploy job needs while an answer is waited for. Loading keeps the thread busy for a third of a second, so it
 * begins when the request that is to be waited for is on its way: with an org 120 ms away, deploys are 0.1 s shorter.
 */
export function prepareDeploy(): void {
  // What goes wrong here goes wrong again where it is needed, and is said there.
  setTimeout(() => {
    loadCore()
      .then(() => import('@salesforce/source-deploy-retrieve'))
      .catch(() => undefined);
  }, 2);
}

/**
 * Deploy jobs through source-deploy-retrieve, which is loaded here and nowhere else. Its `pre` is replaced, the step that
 * makes the zip: the library makes one from source format, from a folder or from a file only, and on the way would
 * apply the user's .forceignore and string replacements to our files and, where SF_MDAPI_TEMP_DIR is set, write
 * them to disk, secrets of legacy named credentials included. So the org gets exactly the files that were rendered.
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
