/** Removes these secrets from a text, in every form in which a server may repeat them. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of [...secrets].filter((value) => value !== '').sort((a, b) => b.length - a.length)) {
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, '•••');
  }
  return clean;
}

/** The secret as plain text, as escaped in JSON, URL and XML, and in base64. */
export function formsOf(secret: string): readonly string[] {
  const xml = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    xml,
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
  return [...new Set(forms)];
}

const maxCharacters = 600;

/**
 * A server's message for use in an error: without these secrets, without anything that looks like a session id or a
 * token, and cut to a readable length. Removes secrets before cutting, because half of one wouldn't be found.
 */
export function redactServerMessage(text: string, secrets: readonly string[] = []): string {
  const safe = withoutTokens(withoutSecrets(text, secrets));
  return safe.length > maxCharacters ? `${safe.slice(0, maxCharacters)}…` : safe;
}

/** Removes everything that looks like a session id or a token. */
export function withoutTokens(text: string): string {
  return text
    .replace(/\b00D\w{12,15}![\w.]+/g, '[token]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [token]');
}
