const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Characters that XML 1.0 does not allow anywhere. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

export const isName = (name: string): boolean => /^[\p{L}_:][\p{L}\p{N}_:.-]*$/u.test(name);

const isCharacter = (code: number): boolean =>
  code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && !FORBIDDEN.test(String.fromCodePoint(code));

/** Replaces the five named entities and character references. Line ends become LF, as XML 1.0 requires. */
export const decodeText = (data: string, fail: (message: string, offset: number) => never): string => {
  const forbidden = data.search(FORBIDDEN);
  if (forbidden >= 0) {
    const code = data.charCodeAt(forbidden).toString(16);
    fail(
      `An invalid XML character (Unicode: 0x${code}) was found in the element content of the document.`,
      forbidden,
    );
  }
  const cdataEnd = data.indexOf(']]>');
  if (cdataEnd >= 0)
    fail(
      'The character sequence "]]>" must not appear in content unless used to mark the end of a CDATA section.',
      cdataEnd,
    );
  const plain = data.includes('\r') ? data.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : data;
  if (!plain.includes('&')) return plain;
  return plain.replace(/&([^;&\s]*)(;?)/g, (_whole, name: string, semicolon: string, offset: number) => {
    if (name === '')
      return fail("The entity name must immediately follow the '&' in the entity reference.", offset);
    if (semicolon === '')
      return fail(`The reference to entity "${name}" must end with the ';' delimiter.`, offset);
    const code = name.startsWith('#x')
      ? Number.parseInt(name.slice(2), 16)
      : Number.parseInt(name.slice(1), 10);
    if (name.startsWith('#')) {
      if (!/^#(x[0-9a-fA-F]+|[0-9]+)$/.test(name) || !isCharacter(code))
        return fail(`Character reference "&${name};" is an invalid XML character.`, offset);
      return String.fromCodePoint(code);
    }
    return NAMED[name] ?? fail(`The entity "${name}" was referenced, but not declared.`, offset);
  });
};

export const escapeText = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
