/** A text without any of these secrets, in whatever form a server may have put them into its answer. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of [...secrets].filter((value) => value !== '').sort((a, b) => b.length - a.length)) {
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, '•••');
  }
  return clean;
}

/** As it is, as JSON, URL and XML write it, in base64. */
function formsOf(secret: string): readonly string[] {
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
