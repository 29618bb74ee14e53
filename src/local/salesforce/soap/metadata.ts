import type { Hono } from 'hono';
import { ApiError, insufficientAccess } from '../api-error.ts';
import type { DeployJobs } from '../metadata/deploy-jobs.ts';
import { METADATA_NAMESPACE } from '../metadata/shapes/shape.ts';
import type { Org } from '../org.ts';
import { MAX_DEPLOY_BODY } from '../server/body.ts';
import { mayUse } from '../server/sessions.ts';
import { METADATA_ACCESS_REFUSED } from '../uncertain.ts';
import { operationNotEmulated } from './envelope.ts';
import { deployOperations } from './metadata-deploy.ts';
import type { MetadataOperations } from './metadata-operation.ts';
import { readOperations } from './metadata-read.ts';
import { retrieveOperations } from './metadata-retrieve.ts';
import { mountSoap } from './mount.ts';

/** The other operations of the Metadata WSDL 66.0. */
const NOT_EMULATED = [
  'checkStatus',
  'create',
  'createMetadata',
  'delete',
  'deleteMetadata',
  'describeValueType',
  'renameMetadata',
  'update',
  'updateMetadata',
  'upsertMetadata',
];

/** Metadata API by SOAP: `/services/Soap/m/66.0` (Metadata WSDL). */
export const metadataSoap = (app: Hono, org: Org, jobs: DeployJobs): void => {
  const operations: MetadataOperations = {
    ...deployOperations(jobs),
    ...retrieveOperations(org, jobs.pace),
    ...readOperations(org),
  };
  mountSoap(app, org, {
    path: 'm',
    namespace: METADATA_NAMESPACE,
    maxBody: MAX_DEPLOY_BODY,
    answer: async (call) => {
      const { name } = call.operation;
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) {
        if (NOT_EMULATED.includes(name)) throw operationNotEmulated('Metadata API', name);
        throw new ApiError(
          500,
          'soapenv:Client',
          `No operation available for request {${METADATA_NAMESPACE}}${name}`,
        );
      }
      if (!mayUse(org.database.view, call.caller, 'metadata'))
        throw new ApiError(500, insufficientAccess().errorCode, METADATA_ACCESS_REFUSED);
      return { result: await operation(call) };
    },
  });
};
