/*
 * The claim `aud`: Salesforce keeps it as JSON, a text or a list of texts. A config may say the text alone.
 */

/** What a config says of an audience as Salesforce keeps it. */
export function encodeAudience(said: string): string {
  return said === '' || isFormula(said) || isAudience(said) ? said : JSON.stringify(said);
}

/** What a config says for an audience that Salesforce keeps: the text alone, where that means the same. */
export function decodeAudience(kept: string): string {
  const value = parsed(kept);
  return typeof value === 'string' && encodeAudience(value) === kept ? value : kept;
}

/** What is wrong with what a config says, as the end of a sentence: JSON that was begun and is none. */
export function audienceProblem(said: string): string | undefined {
  if (isFormula(said) || isAudience(said) || !/^["[{]/.test(said)) return undefined;
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
