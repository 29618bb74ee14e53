import { createHash } from 'node:crypto';
import { secretName } from '../kinds/cache-only-key/compare.ts';
import type { CipherTrustState } from '../kinds/cipher-trust/wanted.ts';
import { masked } from '../kinds/masked.ts';
import { type Component, normalise } from '../kinds/metadata.ts';
import { legacySecrets } from '../kinds/named-credential/schema.ts';
import type { Desired } from './make-plan.ts';
import type { OrgState } from './read-state.ts';

/*
 * What a plan was made from, as plain data in a fixed order: two that are equal give the same plan. Nothing in it is a
 * secret: of a reference to one its name is there, not the default behind it, and of what an org stores only what is.
 */

export interface ComponentFacts {
  readonly type: string;
  readonly name: string;
  /** By meaning; see `normalise`. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface DesiredFacts {
  readonly components: readonly ComponentFacts[];
  /** `NamedCredential OldKeys` */
  readonly removed: readonly string[];
  readonly assignments: Desired['assignments'];
  readonly credentials: readonly { readonly name: string; readonly references: readonly string[] }[];
  readonly keys: Desired['keys'];
  readonly cipherTrust?: Desired['cipherTrust'];
}

export function desiredFacts(desired: Desired): DesiredFacts {
  const { components, removed, assignments, credentials, keys, cipherTrust } = desired;
  return {
    components: components.map((component) => {
      const { type, name, fields } = componentFacts(component);
      return { type, name, fields: { ...fields, ...legacyReferences(component) } };
    }),
    removed: removed.map(({ type, fullName }) => `${type} ${fullName}`).sort(),
    assignments,
    credentials: credentials.map(({ name, values }) => ({
      name,
      references: values.map(({ key, encrypted, text }) => `${key} ${encrypted ? bare(text) : masked(text)}`),
    })),
    keys,
    ...(cipherTrust ? { cipherTrust } : {}),
  };
}

/** What of an org a plan depends on. */
export function stateFacts(state: OrgState): object {
  const { components, assignments, users, credentials, keys, cipherTrust } = state;
  return {
    components: [...components.values()].map(componentFacts).sort(byTypeAndName),
    assignments: assignments
      .map(({ permissionSet, assignee, isActive }) => `${permissionSet} ${assignee} ${isActive}`)
      .sort(),
    users: users.map(({ name, isActive }) => `${name} ${isActive}`).sort(),
    credentials: [...credentials]
      .map(([name, answer]) => ({
        name,
        status: answer?.authenticationStatus ?? 'none',
        keys: Object.keys(answer?.credentials ?? {}).sort(),
      }))
      .sort((left, right) => (left.name < right.name ? -1 : 1)),
    keys: keys && {
      secrets:
        keys.secrets
          ?.map((secret) => `${secretName(secret)} ${secret.source} ${secret.remote?.namedCredential ?? ''}`)
          .sort() ?? 'hidden',
      components: [...keys.components.values()].map(componentFacts).sort(byTypeAndName),
    },
    cipherTrust: cipherTrust && cipherTrustFacts(cipherTrust),
  };
}

function cipherTrustFacts(state: CipherTrustState): object {
  if (state.kind === 'unread') return { kind: 'unread' };
  return {
    organization: state.organization?.id ?? 'none',
    certificates: state.certificates
      .map(({ id, developerName, name }) => `${id} ${developerName ?? name}`)
      .sort(),
    endpoints: state.endpoints.map(({ id, hostname, username }) => `${id} ${hostname} ${username}`).sort(),
    keys: state.keys
      .map(({ id, type, status, salesforceId }) => `${id} ${type} ${status} ${salesforceId}`)
      .sort(),
  };
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function componentFacts(component: Component): ComponentFacts {
  const foreign = (component.foreign ?? [])
    .filter(({ reserved }) => !reserved)
    .map(({ path, value }) => [path, value] as const);
  const fields = [...normalise(component), ...foreign]
    .map(([path, value]) => [path, masked(value)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { type: component.type, name: component.fullName, fields: Object.fromEntries(fields) };
}

function legacyReferences({ metadata }: Component): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, unknown>> = { ...metadata };
  return Object.fromEntries(
    legacySecrets.flatMap((field) => {
      const text = values[field];
      return typeof text === 'string' ? [[field, bare(text)]] : [];
    }),
  );
}

/** A reference to a secret without the default that may stand behind it. */
function bare(text: string): string {
  return text.replace(/:-[^}]*\}/g, '}');
}

function byTypeAndName(left: ComponentFacts, right: ComponentFacts): number {
  return `${left.type} ${left.name}` < `${right.type} ${right.name}` ? -1 : 1;
}
