import { ApiError, notEmulated } from '../api-error.ts';
import { id18, idOf, isId, keyPrefix } from '../ids.ts';
import type { JobPace } from '../metadata/deploy-jobs.ts';
import { packageOf } from '../metadata/package-xml.ts';
import { ComponentProblem } from '../metadata/problem.ts';
import { type Retrieved, retrieve } from '../metadata/retrieve.ts';
import type { Org } from '../org.ts';
import { NEWEST_VERSION, OLDEST_PACKAGE_VERSION } from '../server/versions.ts';
import { child, childBoolean, childText } from './envelope.ts';
import { required, toSoap } from './metadata-deploy.ts';
import type { MetadataOperations } from './metadata-operation.ts';

interface Job {
  readonly result: Retrieved;
  /** By performance.now(), because a job takes real time, whatever the org's clock says. */
  readonly started: number;
  readonly pace: JobPace;
}

/** The number of results to keep in memory. A real org keeps them for a day. */
const KEPT = 20;

/** retrieve and checkRetrieveStatus (Metadata WSDL). A job is Pending, then InProgress, then Succeeded. */
export const retrieveOperations = (org: Org, pace: () => JobPace): MetadataOperations => {
  const jobs = new Map<string, Job>();
  let count = 0;
  return {
    retrieve: ({ operation, version }) => {
      // The WSDL's name is retrieveRequest; jsforce sends request, which real orgs accept.
      const request = child(operation, 'retrieveRequest') ?? child(operation, 'request');
      if (request === undefined)
        throw new ApiError(500, 'soapenv:Client', 'Required element retrieveRequest is missing');
      for (const name of ['packageNames', 'specificFiles', 'rootTypesWithDependencies'])
        if (child(request, name)) throw notEmulated(`${name} of a retrieve`);
      const unpackaged = child(request, 'unpackaged');
      if (unpackaged === undefined)
        throw new ApiError(500, 'soapenv:Client', 'Required element unpackaged is missing');
      const manifest = manifestOf(unpackaged);
      // "apiVersion … is overridden by the version in the package" (Metadata API Developer Guide, RetrieveRequest).
      const asked = manifest.version ?? Number(childText(request, 'apiVersion') ?? version);
      if (!(asked >= OLDEST_PACKAGE_VERSION && asked <= NEWEST_VERSION))
        throw new ApiError(500, 'INVALID_FIELD', `apiVersion ${asked} is not supported`);
      const result = retrieve(
        org.database.view,
        manifest,
        asked,
        childBoolean(request, 'singlePackage', false),
      );
      count += 1;
      const id = idOf(keyPrefix.RetrieveRequest, count);
      jobs.set(id, { result, started: performance.now(), pace: pace() });
      if (jobs.size > KEPT) jobs.delete(jobs.keys().next().value ?? '');
      return { done: false, id, state: 'Queued' };
    },
    checkRetrieveStatus: ({ operation }) => {
      const id = required(operation, 'asyncProcessId');
      const job = isId(id) ? jobs.get(id18(id)) : undefined;
      if (job === undefined)
        throw new ApiError(
          500,
          'INVALID_CROSS_REFERENCE_KEY',
          `invalid cross reference id: ${id.slice(0, 40)}`,
        );
      const status = stateOf(job);
      const done = status === 'Succeeded';
      if (!done) return { done, id: id18(id), status, success: false };
      const { fileProperties, messages, zipFile } = job.result;
      const zip = childBoolean(operation, 'includeZip', true) ? { zipFile } : {};
      return toSoap({ done, fileProperties, id: id18(id), messages, status, success: true, ...zip });
    },
  };
};

const stateOf = ({ started, pace }: Job): string => {
  const age = performance.now() - started;
  if (age < pace.pending) return 'Pending';
  return age < pace.pending + pace.inProgress ? 'InProgress' : 'Succeeded';
};

const manifestOf = (unpackaged: Parameters<typeof packageOf>[0]) => {
  try {
    return packageOf(unpackaged);
  } catch (error) {
    if (error instanceof ComponentProblem) throw new ApiError(500, 'INVALID_TYPE', error.message);
    throw error;
  }
};
