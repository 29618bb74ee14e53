import PQueue from 'p-queue';
import type { XmlElement } from '../metadata/component.ts';
import { unexpectedAnswer } from '../wire/answer-check.ts';
import type { Org } from './connect.ts';
import { withoutOwnNamespace } from './own-namespace.ts';
import { escapeXml, soap, soapCall } from './soap.ts';
import { childOf, childrenOf, isNil, type SoapElement, textOf } from './soap-xml.ts';

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
/** readMetadata accepts ten names of one type in each call (25 for two types that we don't use). */
const NAMES_A_CALL = 10;
const CALLS_AT_ONCE = 5;
/** listMetadata accepts three types in each call. */
const TYPES_A_CALL = 3;

type Names = readonly string[];

export function metadataPath(org: Pick<Org, 'apiVersion'>): string {
  return `/services/Soap/m/${org.apiVersion}`;
}

/**
 * Reads components by name, each as the root element of its retrieved file, or undefined if the org has none with
 * that name. Uses SOAP `readMetadata`, ten names in each call, in parallel. Doesn't use jsforce, which adds fields
 * and loses types.
 */
export async function readMetadata(
  org: Org,
  type: string,
  names: Names,
): Promise<ReadonlyMap<string, XmlElement | undefined>> {
  const wanted = [...new Set(names)];
  const found = new Map<string, XmlElement | undefined>(wanted.map((name) => [name, undefined]));
  const queue = new PQueue({ concurrency: CALLS_AT_ONCE });
  await queue.addAll(
    splitIntoGroups(wanted, NAMES_A_CALL).map((group) => async () => {
      const what = `reading ${type}`;
      const { response } = await soapCall(org.connection, {
        path: metadataPath(org),
        namespace: METADATA_NAMESPACE,
        body: `<readMetadata>${element('type', type)}${group.map((name) => element('fullNames', name)).join('')}</readMetadata>`,
        what,
        idempotent: true,
        answer: (schemas) => schemas.readMetadata,
      });
      const records = childrenOf(childOf(response, 'result'), 'records');
      // A missing record would look like a component that doesn't exist.
      if (records.length < group.length) {
        throw unexpectedAnswer(
          org.connection.place(what),
          'result.records',
          `has ${records.length} of ${group.length} records`,
        );
      }
      for (const record of records) {
        // A component that doesn't exist is returned as a nil record without its name.
        const fullName = isNil(record) ? undefined : textOf(record, 'fullName');
        const name = fullName === undefined ? undefined : withoutOwnNamespace(org, fullName);
        if (name !== undefined && found.has(name)) found.set(name, rootOf(record, type));
      }
    }),
  );
  return found;
}

export interface ListedComponent {
  readonly type: string;
  readonly fullName: string;
  readonly namespacePrefix: string | undefined;
  /** ISO 8601. */
  readonly lastModifiedDate: string | undefined;
}

/** Lists the org's components of these types, in the order of the types and then by name. */
export async function listMetadata(org: Org, types: Names): Promise<readonly ListedComponent[]> {
  const parts = await Promise.all(
    splitIntoGroups([...new Set(types)], TYPES_A_CALL).map(async (group) => {
      const queries = group.map((type) => `<queries>${element('type', type)}</queries>`).join('');
      const { result } = await soap(org.connection, {
        path: metadataPath(org),
        namespace: METADATA_NAMESPACE,
        body: `<listMetadata>${queries}<asOfVersion>${org.apiVersion}</asOfVersion></listMetadata>`,
        what: `listing ${group.join(', ')}`,
        idempotent: true,
        answer: (schemas) => schemas.listMetadata,
      });
      const listed = result.map(({ type, fullName, namespacePrefix, lastModifiedDate }) => ({
        type,
        fullName: withoutOwnNamespace(org, fullName),
        namespacePrefix: namespacePrefix || undefined,
        lastModifiedDate: lastModifiedDate || undefined,
      }));
      return group.flatMap((type) =>
        listed.filter((one) => one.type === type).sort((a, b) => (a.fullName < b.fullName ? -1 : 1)),
      );
    }),
  );
  return parts.flat();
}

/** Converts a record of readMetadata to the root element of a file, which has the component's name in its path. */
function rootOf(record: SoapElement, type: string): XmlElement {
  const inFile = record.children.filter(({ name }) => name !== 'fullName');
  return { ...elementOf({ ...record, children: inFile }), name: type };
}

function elementOf({ name, children, text }: SoapElement): XmlElement {
  const records = children.filter((child) => !isNil(child));
  return { name, content: records.length === 0 ? text : records.map(elementOf) };
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function splitIntoGroups(names: Names, size: number): Names[] {
  return Array.from({ length: Math.ceil(names.length / size) }, (_, at) =>
    names.slice(at * size, (at + 1) * size),
  );
}
