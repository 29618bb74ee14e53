import { z } from 'zod';
import type { Org } from '../salesforce/index.ts';
import { METADATA_NAMESPACE, metadataPath } from '../salesforce/metadata.ts';
import { escapeXml, soapCall } from '../salesforce/soap.ts';
import { childrenOf, type SoapElement, textOf } from '../salesforce/soap-xml.ts';

/**
 * Makes one raw SOAP call of the Metadata API and returns its response element.
 * @throws KeywayError for a fault
 */
export async function metadataCall(org: Org, body: string): Promise<SoapElement> {
  const { response } = await soapCall(org.connection, {
    path: metadataPath(org),
    namespace: METADATA_NAMESPACE,
    body,
    what: 'asking for a fact',
    answer: () => z.unknown(),
  });
  return response;
}

/** The id of a component from listMetadata; undefined if the org lists none with that name. */
export async function listedId(org: Org, type: string, name: string): Promise<string | undefined> {
  const response = await metadataCall(
    org,
    `<listMetadata><queries><type>${escapeXml(type)}</type></queries><asOfVersion>${org.apiVersion}</asOfVersion></listMetadata>`,
  );
  const found = childrenOf(response, 'result').find((one) => textOf(one, 'fullName') === name);
  return found && textOf(found, 'id');
}
