import { KeywayError } from '../errors/index.ts';

/** The target org; for an alias or username, also where it was named. */
export type OrgTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'token'; readonly instanceUrl: string; readonly accessToken: string }
  | { readonly kind: 'alias'; readonly name: string; readonly from: TargetSource };

export type TargetSource = 'flag' | 'environment' | 'SF_TARGET_ORG' | 'sf default';

export interface TargetInputs {
  /** `-o`. */
  readonly flag?: string | undefined;
  /** `targetOrg` of the chosen environment. */
  readonly environmentTarget?: string | undefined;
  /** The process's environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The sf CLI's `target-org`; see `readSfDefault`. */
  readonly sfDefault?: string | undefined;
}

/**
 * Determines the target org: `-o`, then SF_ACCESS_TOKEN with SF_ORG_INSTANCE_URL, then the environment's own, then
 * SF_TARGET_ORG, then the sf CLI's default. Reads no files.
 * @throws KeywayError `NoTargetOrg`; `IncompleteAccessToken` if only one of the two variables is set, whatever else
 * names an org except `-o`
 */
export function resolveTarget({ flag, environmentTarget, env, sfDefault }: TargetInputs): OrgTarget {
  if (isSet(flag)) return named(flag, 'flag');
  const accessToken = env.SF_ACCESS_TOKEN;
  const instanceUrl = env.SF_ORG_INSTANCE_URL;
  if (isSet(accessToken) !== isSet(instanceUrl)) {
    const [set, missing] = isSet(accessToken)
      ? ['SF_ACCESS_TOKEN', 'SF_ORG_INSTANCE_URL']
      : ['SF_ORG_INSTANCE_URL', 'SF_ACCESS_TOKEN'];
    throw new KeywayError('IncompleteAccessToken', `${set} is set, but ${missing} is not.`, {
      actions: [`Set ${missing} as well, or unset ${set}.`],
    });
  }
  if (isSet(accessToken) && isSet(instanceUrl)) {
    return { kind: 'token', instanceUrl: instanceUrl.trim(), accessToken: accessToken.trim() };
  }
  if (isSet(environmentTarget)) return named(environmentTarget, 'environment');
  if (isSet(env.SF_TARGET_ORG)) return named(env.SF_TARGET_ORG, 'SF_TARGET_ORG');
  if (isSet(sfDefault)) return named(sfDefault, 'sf default');
  throw new KeywayError('NoTargetOrg', 'No target org is set.', {
    actions: [
      'Pass -o ALIAS, or set targetOrg in an environment of keyway.yaml ("local" is the embedded org).',
      'Or set SF_TARGET_ORG, or a default org: sf config set target-org ALIAS.',
    ],
  });
}

function named(text: string, from: TargetSource): OrgTarget {
  const name = text.trim();
  return name === 'local' ? { kind: 'local' } : { kind: 'alias', name, from };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
