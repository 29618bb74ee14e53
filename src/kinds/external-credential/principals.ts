import type { ExternalCredentialComponent } from '../../metadata/component.ts';
import { isPrincipal } from './parameter-order.ts';

/** The principals of an external credential: name and type. */
export function principalsOf({ metadata }: ExternalCredentialComponent): ReadonlyMap<string, string> {
  const parameters = metadata.externalCredentialParameters ?? [];
  return new Map(
    parameters.filter(isPrincipal).map(({ parameterName, parameterType }) => [parameterName, parameterType]),
  );
}
