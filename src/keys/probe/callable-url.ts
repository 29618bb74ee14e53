/**
 * A URL that Salesforce calls: https, or http on loopback for the key service beside the embedded org. Undefined for any
 * other, so that no secret is sent to it.
 */
export function callableUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return undefined;
  const isLoopback =
    url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback) ? url : undefined;
}
