import type { Request } from './fault-proxy.ts';
import { changesOrg } from './request-name.ts';

/** Draws a part of `all` with a seed, the same in every run, so that a failure can be repeated. */
export function drawSample<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const drawn = new Set(shuffle(all, seed).slice(0, count));
  return all.filter((one) => drawn.has(one));
}

/** Shuffles with a seed, so that slow runs, such as hangs, are spread among fast ones. */
export function shuffle<T>(all: readonly T[], seed: number): readonly T[] {
  const random = mulberry32(seed);
  return all
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}

/**
 * Picks one of several similar requests: the middle one of consecutive reads with the same method and path and no
 * change in between. Every request that changes something stays.
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

/** Assigns the requests of the first org to the orgs in turn, because all orgs of a fleet are alike. */
export function assignInTurn(requests: readonly Request[], orgs: readonly string[]): readonly Request[] {
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
