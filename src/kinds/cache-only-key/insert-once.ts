import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import { describeLimit, durationUntil, nextRotation, rotationPace } from '../../keys/rotation.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import {
  insertTenantSecret,
  type NewTenantSecret,
  type Org,
  readTenantSecrets,
} from '../../salesforce/index.ts';

/**
 * Creates a tenant secret once. If the answer is lost, looks for the secret in the org and never sends a second
 * one.
 *
 * @param before the tenant secrets that the org had already
 * @returns the id of the new tenant secret
 * @throws KeywayError named after what the org refused; `RotationTooEarly` if the org creates no other key of the
 * type yet
 */
export async function insertOnce(
  org: Org,
  fields: NewTenantSecret,
  before: readonly TenantSecret[],
): Promise<string> {
  try {
    return await insertTenantSecret(org, fields);
  } catch (error) {
    if (!isAnswerLost(error)) throw withLimit(error, org, fields.Type, before);
    const after = await readTenantSecrets(org).catch(() => undefined);
    const made = after?.find(
      ({ id, type, remote }) =>
        type === fields.Type &&
        remote?.identifier === fields.RemoteKeyIdentifier &&
        !before.some((old) => old.id === id),
    );
    if (made) return made.id;
    throw error;
  }
}

/** Adds the limit that Salesforce documents to a refusal. Only the org knows whether it is too early. */
function withLimit(error: unknown, org: Org, type: string, before: readonly TenantSecret[]): unknown {
  const isLimit = error instanceof KeywayError && error.code === 'RotationTooEarly';
  if (!(isLimit || (error instanceof KeywayError && error.code === 'TenantSecretRefused'))) return error;
  const pace = rotationPace(org.kind);
  const now = org.connection.now();
  const next = nextRotation(before, type, pace);
  const until = next && next > now ? next : undefined;
  if (until === undefined && !isLimit) return error;
  const documented = `Salesforce documents ${describeLimit(type, pace)}`;
  const hint =
    until === undefined
      ? `${documented}: try again later.`
      : `${documented}: try again after ${until.toISOString()}, in ${durationUntil(until, now)}.`;
  return new KeywayError(error.code, error.message, {
    actions: [...error.actions, isLimit ? hint : `This may be the reason: ${hint}`],
    cause: error.cause,
    data: { ...Object(error.data), ...(isLimit ? { type, next: until?.toISOString() ?? null } : {}) },
  });
}
