import type { Config } from '../kinds/config.ts';
import { type Desired, nothingDesired } from '../kinds/desired.ts';
import { metadataTypes } from '../kinds/index.ts';
import { kinds } from '../kinds/kinds.ts';
import { toComponents, toParts } from '../kinds/metadata.ts';

/** The state that a config describes, in the same terms in which an org is read. Each kind adds its part. */
export function desiredOf(config: Config): Desired {
  const { apiVersion } = config;
  const components = toComponents(config, { apiVersion });
  const parts = toParts(config, { apiVersion });
  const more = kinds.map((kind) => kind.desired?.(config) ?? {});
  return Object.assign({ ...nothingDesired, components, parts, removed: removedOf(config) }, ...more);
}

function removedOf({ removed = {} }: Config): Desired['removed'] {
  const names: Readonly<Record<string, readonly string[] | undefined>> = removed;
  return metadataTypes.flatMap(({ type, section }) =>
    (names[section] ?? []).map((fullName) => ({ type, fullName })),
  );
}
