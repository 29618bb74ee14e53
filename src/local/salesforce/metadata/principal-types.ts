import type { ComponentBody } from '../store/collections.ts';

/** Parameter types that are principals (Metadata API Developer Guide, ExternalCredentialParameter). */
export const PRINCIPAL_TYPES = ['NamedPrincipal', 'PerUserPrincipal', 'AwsStsPrincipal'] as const;

export const isPrincipalType = (type: unknown): boolean =>
  (PRINCIPAL_TYPES as readonly unknown[]).includes(type);

/** The nested elements with that name. */
export const nested = (body: ComponentBody, name: string): readonly ComponentBody[] => {
  const value = body[name];
  return Array.isArray(value) ? (value as ComponentBody[]) : [];
};
