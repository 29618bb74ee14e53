import type { Hono } from 'hono';
import type { ApexResult } from '../apex/index.ts';
import { ApiError, insufficientAccess } from '../api-error.ts';
import type { Callout } from '../callout/types.ts';
import { executeAnonymous } from '../execute-anonymous.ts';
import type { Org } from '../org.ts';
import { MAX_BODY } from '../server/body.ts';
import { mayUse } from '../server/sessions.ts';
import { debugLog } from './debug-log.ts';
import { childText, operationNotEmulated } from './envelope.ts';
import { mountSoap } from './mount.ts';

const APEX_NAMESPACE = 'http://soap.sforce.com/2006/08/apex';

/** The other operations of the Apex WSDL 66.0. */
const NOT_EMULATED = ['compileAndTest', 'compileClasses', 'compileTriggers', 'runTests', 'wsdlToApex'];

/** Apex by SOAP: `/services/Soap/s/66.0`. A request with a DebuggingHeader gets a debug log (Apex WSDL). */
export const apexSoap = (app: Hono, org: Org, callout: Callout | undefined): void =>
  mountSoap(app, org, {
    path: 's',
    namespace: APEX_NAMESPACE,
    maxBody: MAX_BODY,
    answer: async ({ operation, headers, caller, version }) => {
      if (NOT_EMULATED.includes(operation.name)) throw operationNotEmulated('Apex', operation.name);
      if (operation.name !== 'executeAnonymous')
        throw new ApiError(
          500,
          'soapenv:Client',
          `No operation available for request {${APEX_NAMESPACE}}${operation.name}`,
        );
      if (!mayUse(org.database.view, caller, 'apex'))
        throw new ApiError(500, insufficientAccess().errorCode, insufficientAccess().message);
      const source = childText(operation, 'String') ?? childText(operation, 'apexcode');
      if (source === undefined)
        throw new ApiError(500, 'soapenv:Client', 'Required element String is missing');
      const result = await executeAnonymous(org, caller, source, callout, version);
      const debugging = headers.find(({ name }) => name === 'DebuggingHeader');
      const answer = { result: inWsdlOrder(result) };
      if (debugging === undefined) return answer;
      return {
        ...answer,
        header: { DebuggingInfo: { debugLog: debugLog(org, caller, version, source, result, debugging) } },
      };
    },
  });

const inWsdlOrder = ({
  column,
  compileProblem,
  compiled,
  exceptionMessage,
  exceptionStackTrace,
  line,
  success,
}: ApexResult) => ({
  column,
  compileProblem,
  compiled,
  exceptionMessage,
  exceptionStackTrace,
  line,
  success,
});
