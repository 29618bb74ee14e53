import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every form in which a secret could be written. */
function formsOf(secret: string): readonly string[] {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    secret,
    secret.slice(0, 14),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    xml,
    xml.replaceAll('"', '&quot;'),
    // Base64 depends on the preceding bytes, so this looks for the middle of all three alignments.
    ...[0, 1, 2].map((shift) => Buffer.from(secret.slice(shift)).toString('base64').slice(0, 16)),
  ];
}

/** The forms of these secrets that a text contains. */
export function leaksIn(text: string, marked: readonly string[]): readonly string[] {
  return marked.flatMap(formsOf).filter((form) => text.includes(form));
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
