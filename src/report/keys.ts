import type { KeyFacts, MadeKey } from '../operations/key/key-facts.ts';
import type { KeyListResult, ListedKey } from '../operations/key/list.ts';
import { columns } from './table.ts';
import { paint, printable } from './terminal.ts';

const sources: Readonly<Record<string, string>> = {
  HSM: 'Salesforce',
  UPLOADED: 'uploaded',
  REMOTE: 'cache-only',
};

function sourceText(source: string): string {
  return (Object.hasOwn(sources, source) ? sources[source] : undefined) ?? source;
}

/** The keys of an org, one on each line: its tenant secrets, and what else it may encrypt with. */
export function formatKeyList({ keys, rootKeys, dataEncryptionKeys }: ListedKeys): readonly string[] {
  return [
    ...formatKeys(keys),
    ...formatRootKeys(rootKeys ?? []),
    ...formatDataKeys(dataEncryptionKeys ?? []),
  ];
}

type ListedKeys = Pick<KeyListResult, 'keys' | 'rootKeys' | 'dataEncryptionKeys'>;

function formatRootKeys(keys: NonNullable<ListedKeys['rootKeys']>): readonly string[] {
  if (keys.length === 0) return [];
  const heading = ['  Root key', 'Status', 'Region', 'Active since'];
  const rows = keys.map(({ service, identifier, status, region = '', activatedAt = '' }) => [
    `  ${printable(`${service} ${identifier}`)}`,
    printable(status),
    printable(region),
    activatedAt === '' ? '' : minuteOf(activatedAt),
  ]);
  return ['', ...columns([heading, ...rows]), '', `  ${paint('dim', besideTenantSecrets)}`];
}

const besideTenantSecrets =
  '· External root keys can encrypt data in place of tenant secrets; Setup says which. keyway only lists them.';

function formatDataKeys(keys: NonNullable<ListedKeys['dataEncryptionKeys']>): readonly string[] {
  if (keys.length === 0) return [];
  const heading = ['  Data encryption key', 'Version', 'Status', 'From', 'Root key'];
  const rows = keys.map(({ type = '', version, status, source = '', rootKeyIdentifier = '' }) => [
    `  ${printable(type)}`,
    version === undefined ? '' : String(version),
    printable(status),
    printable(sourceText(source)),
    printable(rootKeyIdentifier),
  ]);
  return ['', ...columns([heading, ...rows])];
}

function formatKeys(keys: readonly ListedKey[]): readonly string[] {
  if (keys.length === 0) return ['  The org has no tenant secrets.'];
  const rows = keys.map((key) => [
    `  ${printable(key.type)}`,
    String(key.version),
    printable(key.status),
    printable(sourceText(key.source)),
    key.ageDays === 1 ? '1 day' : `${key.ageDays} days`,
    key.rotationDue === undefined ? '' : key.rotationDue ? 'now' : minuteOf(key.nextRotation ?? ''),
    printable(detailsOf(key)),
  ]);
  const heading = ['  Type', 'Version', 'Status', 'From', 'Age', 'Next rotation', ''];
  const notes = keys.flatMap(({ type, version, note }) =>
    note === undefined
      ? []
      : [`  ${paint('yellow', '!')} ${printable(`${type}:${version}`)} ${printable(note)}`],
  );
  return [...columns([heading, ...rows]), ...(notes.length > 0 ? ['', ...notes] : [])];
}

function detailsOf({ remote, inConfig, secretValueCertificate, keyDerivationMode }: ListedKey): string {
  if (remote) {
    const name = inConfig === undefined ? '' : ` (${inConfig})`;
    return `${remote.identifier} through ${remote.namedCredential}, for ${remote.certificate}${name}`;
  }
  if (secretValueCertificate === undefined) return '';
  return `for ${secretValueCertificate}${keyDerivationMode === 'NONE' ? ', not derived' : ''}`;
}

/** As in `Data:3 is ACTIVE (uploaded). Data:2 is ARCHIVED.` */
export function formatNewKey({ key, archived }: MadeKey): string {
  return `${formatKey(key)}${archived ? ` ${formatKey(archived)}` : ''}`;
}

export function formatKey({ type, version, status, source }: KeyFacts): string {
  return `${printable(type)}:${version} is ${printable(status)} (${printable(sourceText(source))}).`;
}

/** As in `2026-06-02 12:00 UTC`. */
function minuteOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
