/*
 * The claim `aud`. Salesforce stores it as JSON: a string or a list of strings. A config may contain the plain
 * string.
 */

/** Encodes a config's audience in Salesforce's form. */
export function encodeAudience(audience: string): string {
  return audience === '' || isFormula(audience) || isAudience(audience) ? audience : JSON.stringify(audience);
}

/** Decodes Salesforce's audience for a config: the plain string, if it means the same. */
export function decodeAudience(kept: string): string {
  const value = parsed(kept);
  return typeof value === 'string' && encodeAudience(value) === kept ? value : kept;
}

/** Describes a wrong audience in a config, as the end of a sentence: it starts like JSON but isn't valid. */
export function audienceProblem(audience: string): string | undefined {
  if (isFormula(audience) || isAudience(audience) || !/^["[{]/.test(audience)) return undefined;
  return `isn't JSON; write text such as https://login.example.com, or a list such as '["https://a.example", "https://b.example"]'`;
}

function isFormula(text: string): boolean {
  return text.startsWith('{!');
}

function isAudience(text: string): boolean {
  const value = parsed(text);
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
