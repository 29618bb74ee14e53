/** The purpose of a request, the same in every run: without ids, times and secrets. */
export function requestName(method: string, url: string, body: string): string {
  const { pathname, searchParams } = new URL(url, 'http://org');
  const path = decodeURIComponent(pathname)
    .replace(/\/[0-9a-zA-Z]{15}(?:[0-9a-zA-Z]{3})?(?=\/|$)/g, idSegment)
    .replace(/^\/services\/data\/v\d+\.\d/, '')
    .replace(/\/\d+\.\d$/, '');
  const soql = searchParams.get('q');
  if (soql !== null) return `${method} ${path}: ${queryName(soql)}`;
  const operation = /<(?:\w+:)?Body\b[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1];
  if (operation !== undefined) return `${method} ${path}: ${operation}${typesOf(body)}`;
  const channel = /"channel":\s*"([^"]+)"/.exec(body)?.[1];
  if (channel !== undefined) return `${method} ${path}: ${channel}`;
  const apex = searchParams.get('anonymousBody');
  if (apex !== null) return `${method} ${path}: ${/\b(?:insert|update|delete)\b/.exec(apex)?.[0] ?? 'Apex'}`;
  return `${method} ${path}`;
}

/** Whether a request may change the org, judging by its name. */
export function changesOrg(name: string): boolean {
  return name.startsWith('POST') && !/readMetadata|checkDeployStatus|\/oauth2\/|\/cometd/.test(name);
}

/** An id contains a digit. A word of that length doesn't. */
function idSegment(segment: string): string {
  return /\d/.test(segment) ? '/ID' : segment;
}

/** The queried object, and enough of the condition to distinguish two queries of it. */
function queryName(soql: string): string {
  const fields = /^SELECT (.+?) FROM/i.exec(soql)?.[1]?.split(',').length ?? 0;
  const object = /\bFROM (\w+)/i.exec(soql)?.[1] ?? soql;
  const condition = /\bWHERE\s+\(*\s*([\w.]+)/i.exec(soql)?.[1];
  return `${object} (${fields} ${fields === 1 ? 'field' : 'fields'}${condition ? `, by ${condition}` : ''})`;
}

function typesOf(body: string): string {
  const types = [...body.matchAll(/<(?:\w+:)?(?:type|name)>(\w+)<\//g)].map(([, name]) => name);
  return types.length > 0 ? ` ${[...new Set(types)].join(', ')}` : '';
}
