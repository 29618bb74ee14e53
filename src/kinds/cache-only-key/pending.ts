import { KeywayError } from '../../errors/index.ts';
import { describeLimit, mentionsRotationLimit, nextRotation, rotationPace } from '../../keys/rotation.ts';
import type { Change } from '../change.ts';
import type { KeyOutcome } from '../outcomes.ts';
import type { Planned, Run } from '../run.ts';
import type { WantedKey } from './compare.ts';

type NamedKey = Pick<WantedKey, 'name' | 'type' | 'identifier'>;

/** Effect of the documented limit on the keys of a plan. */
export interface Limited {
  /** Keys left for later, because the user asked for that. */
  readonly pending: readonly KeyOutcome[];
  /** Remarks about keys that are tried anyway. */
  readonly remarks: readonly string[];
}

/**
 * Applies the documented limit. Only the org knows whether it is too early, so it is asked unless the user wants to
 * wait.
 */
export function limitedKeys(
  run: Run,
  { state }: Planned,
  made: readonly { readonly change: Change; readonly key: NamedKey }[],
): Limited {
  const { session, respectRotationLimit } = run;
  const pace = rotationPace(session.org.kind);
  const secrets = state.keys?.secrets ?? [];
  const early = made.flatMap(({ change, key }) => {
    const next = change.action === 'create' ? nextRotation(secrets, key.type, pace) : undefined;
    return next === undefined || next <= run.now() ? [] : [{ key, next }];
  });
  if (respectRotationLimit)
    return { pending: early.map(({ key, next }) => pendingKey(key, { until: next })), remarks: [] };
  // Salesforce doesn't document that the first key of a type counts.
  const known = early.filter(({ key }) => secrets.filter(({ type }) => type === key.type).length > 1);
  return {
    pending: [],
    remarks: known.map(
      ({ key, next }) =>
        `${key.name}: Salesforce documents ${describeLimit(key.type, pace)}, so the org may refuse it until ${next.toISOString()}`,
    ),
  };
}

/** CipherTrust errors that contain the org's message. */
const throughCipherTrust: ReadonlySet<string> = new Set(['CipherTrustRefused', 'UploadFailed']);

/**
 * A key that the org says it will only create later.
 * @throws any other error
 */
export function pendingIfRefused(error: unknown, key: NamedKey, run: Run, { state }: Planned): KeyOutcome {
  if (!(error instanceof KeywayError)) throw error;
  const isLimit =
    error.code === 'RotationTooEarly' ||
    (throughCipherTrust.has(error.code) && mentionsRotationLimit(error.message));
  if (!isLimit) throw error;
  const next = nextRotation(state.keys?.secrets ?? [], key.type, rotationPace(run.session.org.kind));
  return pendingKey(key, { until: next && next > run.now() ? next : undefined, reason: error.message });
}

function pendingKey(
  { name, type, identifier }: NamedKey,
  { until, reason }: { readonly until: Date | undefined; readonly reason?: string },
): KeyOutcome {
  return {
    name,
    outcome: 'pending',
    type,
    identifier,
    status: null,
    version: null,
    statusCode: null,
    ...(until ? { until: until.toISOString() } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}
