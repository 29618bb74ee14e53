import { KeywayError } from '../../../errors/index.ts';
import { restDatetime } from '../clock.ts';
import { id18, isId, keyPrefix, randomCharacters, withChecksum } from '../ids.ts';
import { addSettings } from '../metadata/settings.ts';
import type { Transaction } from '../store/database.ts';
import { addTenantSecret } from '../tenant-secrets/row.ts';
import { REMOTE_KEY_CACHE_HOURS, REMOTE_KEY_TIMEOUT } from '../uncertain.ts';
import { seedChain } from './chain.ts';
import type { OrgKind, Seed } from './options.ts';
import { USER_PERMISSION_NAMES } from './permissions.ts';
import { addSeedUser } from './seed-user.ts';
import { addProfile, addUser } from './users.ts';

/**
 * Usernames are unique among all orgs, and the sf CLI stores sign-ins by username. So each org's administrator has
 * a different one.
 */
const defaultUsername = (orgId: string): string =>
  `admin@${orgId.slice(0, 15).toLowerCase()}.local-org.example`;
const DAY = 24 * 60 * 60 * 1000;

export interface SeedContext {
  readonly seed: Seed;
  readonly kind: OrgKind;
  readonly namespace: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Standard components that a permission set may refer to without a seed (Object Reference). */
const STANDARD: Readonly<Record<string, readonly string[]>> = {
  CustomObject: ['Account', 'Contact', 'Case', 'Lead', 'Opportunity', 'UserExternalCredential'],
  CustomField: ['Account.Industry', 'Account.Phone', 'Contact.Department', 'Contact.Phone'],
};

/**
 * Fills an empty org like a new Shield org: the organization, an administrator, the Automated Process user, their
 * profiles, and an active Data tenant secret that Salesforce generated and that is old enough for a rotation.
 */
export const seedOrg = (tx: Transaction, context: SeedContext): void => {
  const { seed, kind, namespace, now } = context;
  const orgId = organizationId(seed);
  const created = restDatetime(now - 400 * DAY);
  tx.put('setting', 'kind', { value: kind });
  tx.put('setting', 'namespace', { value: namespace ?? null });
  tx.put('setting', 'stepUp', { value: seed.stepUp ?? false });
  tx.put('setting', 'keyCacheHours', { value: seed.keyCacheHours ?? REMOTE_KEY_CACHE_HOURS });
  tx.put('setting', 'keyTimeout', { value: seed.keyTimeout ?? REMOTE_KEY_TIMEOUT });
  for (const name of seed.assumptions ?? []) tx.put('setting', `assumption ${name}`, { value: true });
  tx.put('setting', 'seed', { value: JSON.stringify({ seed: { ...seed, orgId }, kind, namespace }) });
  const administrator = addProfile(tx, 'System Administrator', 'Standard', USER_PERMISSION_NAMES, created);
  addProfile(tx, 'Minimum Access - Salesforce', 'Standard', ['ApiEnabled'], created);
  const automated = addProfile(tx, 'Automated Process', 'AutomatedProcess', ['ApiEnabled'], created);
  const adminId = addUser(tx, {
    username: seed.username ?? defaultUsername(orgId),
    alias: 'admin',
    name: 'Local Administrator',
    profileId: administrator,
    userType: 'Standard',
    created,
    orgId,
  });
  tx.put('setting', 'administrator', { value: adminId });
  addUser(tx, {
    username: `autoproc@${orgId.slice(0, 15).toLowerCase()}`,
    alias: 'autoproc',
    name: 'Automated Process',
    profileId: automated,
    userType: 'AutomatedProcess',
    created,
    orgId,
  });
  addOrganization(tx, { orgId, seed, kind, namespace, created, adminId, now });
  for (const user of seed.users ?? []) addSeedUser(tx, user, { created, orgId });
  addExisting(tx, seed);
  addSettings(tx, { userId: adminId, now: created });
  seedChain(tx, seed, { userId: adminId, now: restDatetime(now), installs: true });
  addExternalKeys(tx, seed, created);
  if (seed.tenantSecret !== false)
    addTenantSecret(tx, { Type: 'Data' }, { userId: adminId, now: restDatetime(now - 200 * DAY) });
};

/** Creates what Setup would create, because External Key Management has no API for it. */
const addExternalKeys = (tx: Transaction, seed: Seed, created: string): void => {
  for (const { service, identifier, region, status = 'Active' } of seed.externalRootKeys ?? []) {
    const Id = tx.nextId(keyPrefix.ExternalEncryptionRootKey);
    tx.put('externalRootKey', Id, {
      Id,
      RootKeyService: service,
      Region: region ?? null,
      RootKeyIdentifier: identifier,
      Status: status,
      ActivatedDate: status === 'Active' ? created : null,
      Description: null,
      CreatedDate: created,
    });
  }
  for (const { type, version = 1, status = 'Active', source, rootKey } of seed.dataEncryptionKeys ?? []) {
    const Id = tx.nextId(keyPrefix.DataEncryptionKey);
    tx.put('dataEncryptionKey', Id, {
      Id,
      Type: type,
      Version: version,
      Status: status,
      Source: source ?? null,
      RootKeyKmsIdentifier: rootKey ?? null,
      Description: null,
      CreatedDate: created,
    });
  }
};

const organizationId = (seed: Seed): string => {
  if (seed.orgId === undefined) return withChecksum(`${keyPrefix.Organization}Lo0000${randomCharacters(6)}`);
  if (!isId(seed.orgId) || !seed.orgId.startsWith(keyPrefix.Organization))
    throw new KeywayError('LocalOrgSeedInvalid', `"${seed.orgId}" is not the id of an organization.`, {
      actions: ['Give 15 or 18 characters that begin with 00D.'],
    });
  return id18(seed.orgId);
};

interface OrganizationFacts extends Omit<SeedContext, 'now'> {
  readonly orgId: string;
  readonly created: string;
  readonly adminId: string;
  readonly now: number;
}

/**
 * Object Reference, Organization. A scratch org is a sandbox that expires. A trial production org expires and isn't
 * a sandbox.
 */
const addOrganization = (tx: Transaction, facts: OrganizationFacts): void => {
  const { orgId, seed, kind, namespace, created, adminId, now } = facts;
  const developer = kind === 'developer' || kind === 'scratch';
  tx.put('organization', orgId, {
    Id: orgId,
    Name: seed.organizationName ?? 'Local Org',
    OrganizationType: developer ? 'Developer Edition' : 'Enterprise Edition',
    IsSandbox: kind === 'sandbox' || kind === 'scratch',
    TrialExpirationDate: kind === 'scratch' ? restDatetime(now + 30 * DAY) : null,
    NamespacePrefix: namespace ?? null,
    InstanceName: 'LOCAL1',
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Los_Angeles',
    IsReadOnly: false,
    CreatedDate: created,
    CreatedById: adminId,
    LastModifiedDate: created,
    LastModifiedById: adminId,
    SystemModstamp: created,
  });
};

const addExisting = (tx: Transaction, seed: Seed): void => {
  const named = {
    AuthProvider: seed.authProviders,
    ExternalAuthIdentityProvider: seed.externalAuthIdentityProviders,
    OutboundNetworkConnection: seed.outboundNetworkConnections,
    Certificate: seed.certificates,
  };
  for (const source of [STANDARD, named, seed.existing ?? {}])
    for (const [type, names] of Object.entries(source))
      for (const name of names ?? []) tx.put('existing', `${type}/${name}`, { type, name });
};

/** Restores the initial state. The organization's id and the users' access tokens stay. */
export const resetOrg = (tx: Transaction, now: number): void => {
  const origin = JSON.parse(String(tx.get('setting', 'seed')?.value)) as Omit<SeedContext, 'now'>;
  const tokens = new Map(
    tx.all('session').map((session) => [tx.get('user', session.userId)?.Username, session.token]),
  );
  tx.clear();
  seedOrg(tx, { seed: origin.seed, kind: origin.kind, namespace: origin.namespace, now });
  for (const session of tx.all('session')) {
    const token = tokens.get(tx.get('user', session.userId)?.Username);
    if (token === undefined) continue;
    tx.remove('session', session.token);
    tx.put('session', token, { ...session, token });
  }
};
