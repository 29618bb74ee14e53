import type { View } from './store/database.ts';

/**
 * How a real org may differ from the assumptions of keyway and this org. A seed lists them under `assumptions:`, so
 * that tests show keyway's messages. The value names the fact in docs/conformance.md that a real org decides.
 */
export const ASSUMPTIONS = {
  /** A job accepts a certificate without content, and creates none. */
  emptyCertificateIsIgnored: 'certificate-of-empty-content',
  /** A complete credential has a status other than `Configured`. */
  otherCredentialStatus: 'status-where-nothing-is-needed',
  /** SetupEntityAccess shows no grants of principals. */
  grantsAreHidden: 'grants-of-principals-are-rows',
  /** An uploaded tenant secret has a source other than `UPLOADED`. */
  otherKeySource: 'upload-of-a-key',
  /** A component can't refer to a certificate of the same job. */
  certificatesComeFirst: 'all-types-in-one-job',
  /** The org returns the external ID of AWS STS under another name. */
  otherParameterNames: 'names-of-sts-parameters',
  /** A deploy keeps the principals that it leaves out. */
  removedPrincipalStays: 'removed-principal-takes-its-secret',
  /** A principal that changes its group loses its secret. */
  secretIsLostWithGroup: 'secret-survives-another-group',
  /** Retrieved legacy named credentials show their type. */
  legacyTypeIsWritten: 'type-of-legacy-named-credentials',
  /** Events of key callouts have other status codes. */
  otherStatusCodes: 'status-codes-of-callouts-for-keys',
  /** A deploy resets the encryption key settings that it leaves out. */
  omittedSettingsAreReset: 'omitted-settings-stay',
} as const;

export type Assumption = keyof typeof ASSUMPTIONS;

export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS) as readonly Assumption[];

/** Whether this org contradicts an assumption. */
export const isOtherwise = (view: View, assumption: Assumption): boolean =>
  view.get('setting', `assumption ${assumption}`)?.value === true;

/** A StatusCode of RemoteKeyCalloutEvent, as this org writes it. */
export const statusCodeIn = (view: View, code: string): string =>
  isOtherwise(view, 'otherStatusCodes') ? `KEY_${code}` : code;
