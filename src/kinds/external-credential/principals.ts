import type { ExternalCredentialComponent } from '../../metadata/component.ts';
import { inOrder, isPrincipal } from './parameter-order.ts';

/** The principals of an external credential by sequence: name and type. */
export function principalsOf({ metadata }: ExternalCredentialComponent): ReadonlyMap<string, string> {
  const parameters = inOrder(metadata.externalCredentialParameters ?? [], (parameter) => parameter);
  return new Map(
    parameters.filter(isPrincipal).map(({ parameterName, parameterType }) => [parameterName, parameterType]),
  );
}
