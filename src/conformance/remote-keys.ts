import { listenForKeyEvents, type Org, readNamedCredentialId, readUsers } from '../salesforce/index.ts';
import type { KeyEvent } from '../salesforce/key-events.ts';
import { type Answer, ask, codeIn, idOf } from './ask.ts';
import { externalCredential, namedCredential, permissionSet, principal } from './components.ts';
import type { Wire } from './fact.ts';
import { document, pathOf } from './files.ts';
import { insert, keyCertificate, type Secret, secretsOf } from './keys.ts';
import { advanceClock, breakKeys, hour, keyCertificateName, keyService } from './local-controls.ts';

interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * Creates everything that a cache-only key needs to be fetched from this address by the Automated Process user,
 * without any access to UserExternalCredential. Returns the problem if the org refused it.
 */
export async function keyPath(
  wire: Wire,
  name: string,
  url: string,
  login: Login,
): Promise<string | undefined> {
  const { deploy, org } = wire;
  const problem =
    (await keyCertificate(wire, keyCertificateName)) ??
    (await deploy({
      ...externalCredential(name, 'Basic', [principal('One')]),
      ...namedCredential(name, url),
      ...permissionSet(name, `${name}-One`),
      [pathOf('Settings', 'EncryptionKey')]: document('EncryptionKeySettings', { enableCacheOnlyKeys: true }),
    }));
  if (problem !== undefined) return problem;
  const { username, password } = login;
  await ask(org, 'POST', '/named-credentials/credential', {
    authenticationProtocol: 'Basic',
    credentials: { username: { value: username }, password: { value: password } },
    externalCredential: name,
    principalName: 'One',
    principalType: 'NamedPrincipal',
  });
  const [autoproc] = await readUsers(org, ['autoproc']);
  const assigned = await ask(org, 'POST', '/sobjects/PermissionSetAssignment', {
    AssigneeId: autoproc?.id,
    PermissionSetId: await idOf(org, 'PermissionSet', `Name = '${name}'`),
  });
  const code = codeIn(assigned);
  return ['accepted', 'DUPLICATE_VALUE'].includes(code) ? undefined : code;
}

/** Lets the org fetch a key, which becomes the active one of its type. */
export async function fetchKey(org: Org, type: string, name: string, identifier: string): Promise<Answer> {
  return insert(org, {
    Type: type,
    Source: 'Remote',
    RemoteKeyIdentifier: identifier,
    RemoteKeyServiceId: await readNamedCredentialId(org, name),
    RemoteKeyCertificate: keyCertificateName,
  });
}

const local = 'KwConfRemote';

/** Makes the local org reach the key service beside it; returns the problem if it doesn't. */
export async function localKeyPath(wire: Wire): Promise<string | undefined> {
  const { keyService: url, clientId, clientSecret } = await keyService(wire.org);
  await breakKeys(wire.org);
  return keyPath(wire, local, url, { username: clientId, password: clientSecret });
}

/** Creates a new active key of type Data from the key service beside the local org, a day after the last one. */
export async function localKey(org: Org, identifier: string): Promise<Answer> {
  await advanceClock(org, 25 * hour);
  // A cache-only key needs an active key, and the last one may not have been fetched.
  if (!(await secretsOf(org, 'Data')).some(({ Status }) => Status === 'ACTIVE')) {
    await insert(org, { Type: 'Data' });
    await advanceClock(org, 25 * hour);
  }
  return fetchKey(org, 'Data', local, identifier);
}

/** The rows of these keys of type Data, in the same order. */
export async function rowsOf(org: Org, ids: readonly string[]): Promise<readonly (Secret | undefined)[]> {
  const rows = await secretsOf(org, 'Data');
  return ids.map((id) => rows.find(({ Id }) => Id === id));
}

/** The org's retained events of key callouts. */
export async function keptEvents(org: Org): Promise<readonly KeyEvent[]> {
  const events = await listenForKeyEvents(org, { replay: 'retained' });
  try {
    return await events.retained(100);
  } finally {
    await events.close();
  }
}
