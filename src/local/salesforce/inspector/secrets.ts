import { rememberedKeyService } from '../key-service/facts.ts';
import type { ComponentBody } from '../store/collections.ts';
import type { View } from '../store/database.ts';

const MASK = '••••••';
/** Shorter ones occur in too many other words. The inspector doesn't show them anyway. */
const SHORTEST = 6;
/** Elements of legacy named credentials that hold secrets (Metadata WSDL, NamedCredential). */
const LEGACY_SECRETS = ['awsAccessSecret', 'oauthRefreshToken', 'oauthToken', 'password'];

/**
 * Masks every secret of the org, wherever it occurs in the data. The inspector selects no secrets. This is for
 * secrets in a name, a path or an error message.
 */
export const withoutSecrets = <T>(view: View, data: T): T => {
  const secrets = secretsOf(view);
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string')
      return secrets.reduce((text, secret) => text.replaceAll(secret, MASK), value);
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner)]));
  };
  return masked(data) as T;
};

/** Longest first, so that one that contains another is masked as a whole. */
const secretsOf = (view: View): readonly string[] => {
  const all = [
    ...view.all('session').map(({ token }) => token),
    ...view.all('secret').flatMap(({ credentials }) =>
      Object.values(credentials)
        .filter(({ encrypted }) => encrypted)
        .map(({ value }) => value),
    ),
    ...view.all('secretMaterial').flatMap((material) => Object.values(material)),
    ...view.all('component').flatMap(({ body }) => legacySecrets(body)),
    rememberedKeyService(view)?.clientSecret,
    rememberedKeyService(view)?.rootKey,
  ];
  const found = all.filter((value) => typeof value === 'string' && value.length >= SHORTEST) as string[];
  return [...new Set([...found, ...found.map(encodeURIComponent)])].toSorted((a, b) => b.length - a.length);
};

const legacySecrets = (body: ComponentBody): readonly unknown[] => LEGACY_SECRETS.map((name) => body[name]);
