import { ApiError, ours } from '../api-error.ts';
import { readXml, type XmlElement, XmlError } from '../xml/read.ts';
import { escapeText } from '../xml/text.ts';
import { type XmlFields, type XmlValue, xmlElement } from '../xml/write.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

export interface SoapRequest {
  readonly sessionId: string | undefined;
  readonly headers: readonly XmlElement[];
  /** The only element in the body. */
  readonly operation: XmlElement;
}

/** Parses a SOAP 1.1 request whose operation is in `namespace`. Throws an ApiError, which becomes a fault. */
export const readEnvelope = (text: string, namespace: string): SoapRequest => {
  let envelope: XmlElement;
  try {
    envelope = readXml(text);
  } catch (error) {
    if (error instanceof XmlError)
      throw new ApiError(
        500,
        'soapenv:Client',
        `${error.message} (line ${error.line}, column ${error.column})`,
      );
    throw error;
  }
  if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP)
    throw new ApiError(
      500,
      'soapenv:Client',
      `unexpected element ${envelope.name}, expected a SOAP 1.1 Envelope`,
    );
  const body = envelope.children.find((child) => child.name === 'Body' && child.namespace === SOAP);
  const operation = body?.children[0];
  if (operation === undefined || body?.children.length !== 1)
    throw new ApiError(500, 'soapenv:Client', 'The SOAP Body must hold exactly one operation');
  if (operation.namespace !== namespace)
    throw new ApiError(
      500,
      'soapenv:Client',
      `No operation available for request {${operation.namespace}}${operation.name}`,
    );
  const header = envelope.children.find((child) => child.name === 'Header' && child.namespace === SOAP);
  const session = header?.children.find((child) => child.name === 'SessionHeader');
  return {
    sessionId: session && childText(session, 'sessionId'),
    headers: header?.children ?? [],
    operation,
  };
};

export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((candidate) => candidate.name === name);

export const children = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((candidate) => candidate.name === name);

/** The text of a child; undefined if absent or nil. */
export const childText = (element: XmlElement, name: string): string | undefined => {
  const found = child(element, name);
  return found === undefined || found.attributes['xsi:nil'] === 'true' ? undefined : found.text.trim();
};

export const childBoolean = (element: XmlElement, name: string, otherwise: boolean): boolean => {
  const text = childText(element, name);
  if (text === undefined || text === '') return otherwise;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new ApiError(500, 'soapenv:Client', `'${text}' is not a valid value for the type xsd:boolean`);
};

export const soapResponse = (
  namespace: string,
  operation: string,
  results: XmlValue,
  header: XmlFields = {},
): string => {
  const headers = Object.entries(header)
    .map(([name, value]) => xmlElement(name, value))
    .join('');
  const answer = results === undefined ? '' : xmlElement('result', results);
  return envelope(namespace, `<${operation}Response>${answer}</${operation}Response>`, headers);
};

/** A SOAP fault. Its message repeats its code, as Salesforce's do. */
export const soapFault = (namespace: string, error: ApiError): string => {
  const standard = error.errorCode.startsWith('soapenv:');
  const code = standard ? error.errorCode : `sf:${error.errorCode}`;
  const text = standard ? error.message : `${error.errorCode}: ${error.message}`;
  return envelope(
    namespace,
    `<soapenv:Fault><faultcode>${code}</faultcode><faultstring>${escapeText(text)}</faultstring></soapenv:Fault>`,
    '',
  );
};

const envelope = (namespace: string, body: string, header: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}" xmlns:sf="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${header === '' ? '' : `<soapenv:Header>${header}</soapenv:Header>`}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

/** The fault for a WSDL operation that the local org doesn't emulate. */
export const operationNotEmulated = (api: string, name: string): ApiError =>
  new ApiError(501, 'LOCAL_ORG_NOT_EMULATED', ours(`${api} operation ${name} is not emulated`));
