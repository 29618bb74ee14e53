/** The forms of loopback (RFC 6761, RFC 5735). A URL may only be http here, and only in the local environment. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** As in `idp.acme.example/token`: a host with a dot, and possibly a path. */
export function isWithoutScheme(text: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?].*)?$/i.test(text);
}

/**
 * The host that a URL leads to, if its text suggests another one: letters that look like Latin ones, full-width
 * dots, percent signs, numbers for an address. Undefined if the text shows the host.
 */
export function hiddenHost(text: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/\\?#]*)/i.exec(text)?.[1];
  const url = URL.parse(text);
  if (authority === undefined || !url) return undefined;
  const written = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return written.toLowerCase() === url.hostname ? undefined : url.hostname;
}

/** The problem with a URL that an org will call, as the end of a sentence; undefined for none. */
export function urlProblem(text: string, local: boolean): string | undefined {
  if (/\s/.test(text)) return "has white space, which a URL can't have";
  // Only Node accepts `https:host` and `https:\\host` as URLs.
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/\\]/i.test(text) ? URL.parse(text) : null;
  if (!url) return 'is not a URL; it must begin with https://';
  if (url.username !== '' || url.password !== '') {
    return 'has a user name or password; move them to the credentials of a principal';
  }
  if (url.hash !== '') return 'has a fragment (#…), which is never sent';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) {
    return local ? undefined : 'is on loopback, which only the embedded org can reach (targetOrg: local)';
  }
  return 'must begin with https://';
}
