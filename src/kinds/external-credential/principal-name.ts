import { line, namespacedNamePattern } from '../../config/text.ts';

/** A principal's name: free text, spaces and hyphens included. */
export const principalName = line(80).describe('Name of the principal: free text of at most 80 characters.');

/** `ExternalCredential-Principal`: split at the first hyphen, since developer names hold none. */
export const principalReference = line(178)
  .refine(isPrincipalReference, {
    error: "isn't a principal; write ExternalCredential-Principal, with one hyphen between the names",
  })
  .describe('ExternalCredential-Principal, with one hyphen between the names.');

function isPrincipalReference(value: string): boolean {
  const hyphen = value.indexOf('-');
  const principal = value.slice(hyphen + 1);
  return (
    hyphen > 0 &&
    namespacedNamePattern.test(value.slice(0, hyphen)) &&
    principal !== '' &&
    principal === principal.trimStart()
  );
}
