import { rememberedKeyService } from '../key-service/facts.ts';
import type { ComponentBody } from '../store/collections.ts';
import type { View } from '../store/database.ts';

const MASK = '••••••';
/** Shorter ones are part of too much else; they are nowhere in what is shown to begin with. */
const SHORTEST = 6;
/** Elements of legacy named credentials that hold secrets (Metadata WSDL, NamedCredential). */
const LEGACY_SECRETS = ['awsAccessSecret', 'oauthRefreshToken', 'oauthToken', 'password'];

/**
 * The same data with every secret that the org holds masked wherever it stands. The inspector picks what it shows and
 * picks no secret; this is for those that got into a name, a path or an error message.
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

/** The longest first, so that one that holds another is masked whole. */
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
