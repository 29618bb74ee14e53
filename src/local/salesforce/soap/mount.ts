import type { Context, Hono } from 'hono';
import { ApiError, invalidSession } from '../api-error.ts';
import { OPERATION } from '../inspector/request-log.ts';
import type { Caller, Org } from '../org.ts';
import { decodeUtf8, readBody } from '../server/body.ts';
import { applyFault } from '../server/fault-middleware.ts';
import { toApiError } from '../server/respond.ts';
import { callerOf, mayUse } from '../server/sessions.ts';
import { soapVersion } from '../server/versions.ts';
import type { XmlElement } from '../xml/read.ts';
import type { XmlFields, XmlValue } from '../xml/write.ts';
import { readEnvelope, soapFault, soapResponse } from './envelope.ts';

export interface SoapCall {
  readonly operation: XmlElement;
  readonly headers: readonly XmlElement[];
  readonly caller: Caller;
  /** 66 for `66.0`. */
  readonly version: number;
}

export interface SoapAnswer {
  /** One result or a list; undefined for none. */
  readonly result: XmlValue;
  readonly header?: XmlFields;
}

export interface SoapApi {
  /** `m` for the Metadata API, `s` for Apex. */
  readonly path: string;
  readonly namespace: string;
  readonly maxBody: number;
  readonly answer: (call: SoapCall) => Promise<SoapAnswer>;
}

/**
 * Mounts a SOAP endpoint with and without the organization's id at its end. Every refusal is a fault with status
 * 500, as SOAP 1.1 requires.
 */
export const mountSoap = (app: Hono, org: Org, api: SoapApi): void => {
  const handle = async (c: Context): Promise<Response> => {
    c.header('Content-Type', 'text/xml;charset=UTF-8');
    try {
      const version = soapVersion(c.req.param('version') ?? '');
      if (version === undefined)
        throw new ApiError(500, 'UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL');
      const { operation, headers, sessionId } = readEnvelope(
        decodeUtf8(await readBody(c, api.maxBody)),
        api.namespace,
      );
      c.set(OPERATION, operation.name);
      const fault = org.faults.ofRequest(`POST ${c.req.path}`, operation.name);
      let answer = '';
      const carryOut = async (): Promise<void> => {
        const caller = soapCaller(org, sessionId);
        const { result, header } = await api.answer({ operation, headers, caller, version });
        answer = soapResponse(api.namespace, operation.name, result, header);
      };
      const dropped = fault ? await applyFault(c, fault, carryOut) : await carryOut();
      return dropped ?? c.body(answer);
    } catch (thrown) {
      const error = toApiError(thrown);
      return c.body(
        soapFault(api.namespace, error),
        (error.status === 413 || error.status === 501 ? error.status : 500) as 500,
      );
    }
  };
  app.post(`/services/Soap/${api.path}/:version`, handle);
  app.post(`/services/Soap/${api.path}/:version/:orgId`, handle);
};

/** The session is in the SOAP header, not in an HTTP header. */
const soapCaller = (org: Org, sessionId: string | undefined): Caller => {
  const { view } = org.database;
  try {
    const caller = callerOf(view, sessionId);
    if (!mayUse(view, caller, 'api'))
      throw new ApiError(500, 'API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner');
    return caller;
  } catch (error) {
    if (!(error instanceof ApiError) || error.errorCode !== invalidSession().errorCode) throw error;
    throw new ApiError(
      500,
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
    );
  }
};
