/** A text without any of these secrets, in whatever form a server may have put them into its answer. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of [...secrets].filter((value) => value !== '').sort((a, b) => b.length - a.length)) {
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, '•••');
  }
  return clean;
}

/** As it is, as JSON, URL and XML write it, in base64. */
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

const mostCharacters = 600;

/**
 * What a server wrote, as errors repeat it: without these secrets and without anything that looks like a session id or
 * a token, cut to a readable length. Secrets go first: half of one would not be found.
 */
export function saidByServer(text: string, secrets: readonly string[] = []): string {
  const safe = withoutTokens(withoutSecrets(text, secrets));
  return safe.length > mostCharacters ? `${safe.slice(0, mostCharacters)}…` : safe;
}

/** A text without anything that looks like a session id or a token. */
export function withoutTokens(text: string): string {
  return text
    .replace(/\b00D\w{12,15}![\w.]+/g, '[token]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [token]');
}
