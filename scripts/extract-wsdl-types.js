// Extracts the types of a component from the Metadata API's WSDL, so that tests can validate rendered XML without
// the WSDL (2 MB). The WSDL is forcedotcom's, BSD-3-Clause: fixtures/wsdl-66.0.LICENSE.txt.
//
//   node scripts/extract-wsdl-types.js path/to/metadata-66.0.wsdl > fixtures/wsdl-66.0.json
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const roots = [
  'AuthProvider',
  'CspTrustedSite',
  'OutboundNetworkConnection',
  'RemoteSiteSetting',
  'Certificate',
  'EncryptionKeySettings',
  'ExternalCredential',
  'NamedCredential',
  'PermissionSet',
  'Package',
];

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  isArray: (name) => ['complexType', 'simpleType', 'element', 'enumeration'].includes(name),
});
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name the WSDL: node scripts/extract-wsdl-types.js FILE');
const schemas = [parser.parse(readFileSync(file, 'utf8')).definitions.types.schema].flat();
const complex = new Map(
  schemas.flatMap((schema) => schema.complexType ?? []).map((type) => [type.name, type]),
);
const simple = new Map(schemas.flatMap((schema) => schema.simpleType ?? []).map((type) => [type.name, type]));

const types = {};
const waiting = [...roots];
for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
  if (types[name] !== undefined) continue;
  types[name] = complex.has(name) ? elementsOf(name) : enumOf(name);
  for (const { type } of types[name].elements ?? []) if (!type.startsWith('xsd:')) waiting.push(type);
}
const sorted = Object.fromEntries(Object.entries(types).sort(([left], [right]) => (left < right ? -1 : 1)));
const source = 'Metadata API WSDL 66.0, Copyright (c) 2024, Salesforce.com, Inc., BSD-3-Clause';
process.stdout.write(`${JSON.stringify({ source, types: sorted }, null, 1)}\n`);

/** Elements in the order of the WSDL. Those of the extended type come first. */
function elementsOf(name) {
  const type = complex.get(name);
  const extension = type.complexContent?.extension;
  const base = extension === undefined ? [] : elementsOf(local(extension.base)).elements;
  const own = ((extension ?? type).sequence?.element ?? []).map((element) => ({
    name: element.name,
    type: element.type.startsWith('xsd:') ? element.type : local(element.type),
    required: element.minOccurs !== '0',
    many: element.maxOccurs === 'unbounded',
  }));
  return { elements: [...base, ...own] };
}

function enumOf(name) {
  return { values: simple.get(name).restriction.enumeration.map(({ value }) => value) };
}

function local(type) {
  return type.replace(/^.*:/, '');
}
