import type { z } from 'zod';
import { KeywayError } from '../errors/index.ts';
import { checkedAnswer, unexpectedAnswer } from '../wire/answer-check.ts';
import type { WireAnswer } from '../wire/transport.ts';
import { jwtTokenError, SalesforceFault } from './errors.ts';
import type { OrgConnection, OrgRequest } from './org-connection.ts';
import { childOf, parseXml, plainOf, type SoapElement, textOf } from './soap-xml.ts';

type Schemas = typeof import('./soap-schemas.ts')['soapSchemas'];

export type SoapRequest<T> = Pick<OrgRequest, 'path' | 'what' | 'idempotent' | 'timeout' | 'signal'> & {
  /** The API's namespace: `http://soap.sforce.com/2006/04/metadata`, … */
  readonly namespace: string;
  /** The call's element as XML. */
  readonly body: string;
  /** Additional header elements as XML. */
  readonly header?: string;
  /** The schema of the answer. */
  readonly answer: (schemas: Schemas) => z.ZodType<T>;
};

export interface SoapAnswer<T> {
  /** The response as parsed by the schema. */
  readonly answer: T;
  /** The first element in the Body: `…Response`. */
  readonly response: SoapElement;
  readonly header: SoapElement | undefined;
}

/**
 * Makes one SOAP call. The session goes into the envelope, never into a URL.
 * @throws KeywayError, also for a Fault; `UnexpectedAnswer` if the answer has another form
 */
export async function soapCall<T>(
  connection: OrgConnection,
  request: SoapRequest<T>,
): Promise<SoapAnswer<T>> {
  const { namespace, body, header = '', answer: expectedAnswer, ...rest } = request;
  if (isJwt(connection.accessToken) && Number(connection.apiVersion) < 68)
    throw jwtTokenError(connection.place(''));
  const answer = await connection.send({
    ...rest,
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    body: (token) =>
      envelope(
        namespace,
        `<SessionHeader><sessionId>${escapeXml(token)}</sessionId></SessionHeader>${header}`,
        body,
      ),
    faultIn,
  });
  const parsed = parsedEnvelope(answer.body);
  const response = childOf(parsed, 'Body')?.children[0];
  const expected = `${/^<(\w+)/.exec(body)?.[1]}Response`;
  const place = connection.place(request.what);
  if (response?.name !== expected) throw unexpectedAnswer(place, expected, 'is missing');
  const { soapSchemas } = await import('./soap-schemas.ts');
  const checked = checkedAnswer(expectedAnswer(soapSchemas), plainOf(response) || {}, place);
  return { answer: checked, response, header: childOf(parsed, 'Header') };
}

/** Like {@link soapCall}, but returns only the answer. */
export async function soap<T>(connection: OrgConnection, request: SoapRequest<T>): Promise<T> {
  return (await soapCall(connection, request)).answer;
}

function envelope(namespace: string, header: string, body: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<soapenv:Header xmlns="${namespace}">${header}</soapenv:Header>`,
    `<soapenv:Body xmlns="${namespace}">${body}</soapenv:Body>`,
    '</soapenv:Envelope>',
  ].join('');
}

function faultIn({ status, body }: WireAnswer): SalesforceFault | undefined {
  if (status < 400) return undefined;
  const fault = childOf(childOf(parsedEnvelope(body), 'Body'), 'Fault');
  return new SalesforceFault(
    status,
    textOf(fault, 'faultcode') ?? `HTTP ${status}`,
    textOf(fault, 'faultstring') ?? '',
  );
}

function parsedEnvelope(body: string): SoapElement | undefined {
  try {
    const root = parseXml(body);
    return root.name === 'Envelope' ? root : undefined;
  } catch {
    return undefined;
  }
}

/** A JWT has three parts separated by dots. A session id has at most one dot. */
function isJwt(token: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
}

/**
 * Text as element content. CR becomes a character reference, or it would arrive as LF.
 * @throws KeywayError `NotXmlText` for characters that XML 1.0 can't contain
 */
export function escapeXml(text: string): string {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)) {
    throw new KeywayError(
      'NotXmlText',
      "A text has a control character or an incomplete character, which XML can't contain.",
    );
  }
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#xD;');
}
