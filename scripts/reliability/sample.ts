import type { Request } from './fault-proxy.ts';
import { changesOrg } from './request-name.ts';

/** Of `all` a part, drawn with a seed: the same part in every run, so that a failure can be looked at again. */
export function drawSample<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const drawn = new Set(shuffle(all, seed).slice(0, count));
  return all.filter((one) => drawn.has(one));
}

/** All in another order, always the same for a seed: what waits, as a hang does, then lies between what works. */
export function shuffle<T>(all: readonly T[], seed: number): readonly T[] {
  const random = mulberry32(seed);
  return all
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}

/**
 * Requests of which one stands for its equals: of reads with the same method and path that follow one another with
 * nothing changed in between, the middle one. What changes something is its own equal.
 */
export function middleOfEquals(requests: readonly Request[]): readonly Request[] {
  const groups = new Map<string, Request[]>();
  let changes = 0;
  for (const request of requests) {
    const isChange = changesOrg(request.name);
    if (isChange) changes += 1;
    const [path = ''] = request.name.split(': ');
    const operation = /: (?:readMetadata|checkDeployStatus)/.exec(request.name)?.[0] ?? '';
    const key = isChange ? `change ${changes}` : `${path}${operation} ${changes}`;
    groups.set(key, [...(groups.get(key) ?? []), request]);
  }
  return [...groups.values()].map((group) => group[Math.floor((group.length - 1) / 2)] as Request);
}

/** Each of the orgs in turn gets a request of the first one's list: the orgs of a fleet are alike. */
export function inTurn(requests: readonly Request[], orgs: readonly string[]): readonly Request[] {
  return requests.map((request, index) =>
    orgs.includes(request.server)
      ? { ...request, server: orgs[index % orgs.length] ?? request.server }
      : request,
  );
}

/** Mulberry32 by Tommy Ettinger, in the public domain. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
