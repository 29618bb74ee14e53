import { filled, present } from '../../metadata/component.ts';

/** The long form of a value in a config. The short form is the value alone. */
export interface LongForm extends Extras {
  readonly value: string;
}

/** The long form of a value that names a component, if the org stores the name as plain text. */
export interface PlainForm extends Extras {
  readonly parameterValue: string;
}

interface Extras {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly sequence?: number | undefined;
}

/** Converts either form to the long one. */
export function toLongForm(written: string | LongForm | PlainForm): LongForm {
  if (typeof written === 'string') return { value: written };
  return 'value' in written ? written : { ...written, value: written.parameterValue };
}

export function isPlainForm(written: string | LongForm | PlainForm): written is PlainForm {
  return typeof written !== 'string' && 'parameterValue' in written;
}

/** The short form, if it is complete. */
export function toShortForm<T extends LongForm>(form: T): string | T {
  const { value, ...rest } = present(form);
  return Object.keys(rest).length === 0 ? form.value : ({ value, ...rest } as unknown as T);
}

/** The elements that a long form adds to its parameter. */
export function longFormElements(form: LongForm): { description?: string; sequenceNumber?: number } {
  return present({ description: filled(form.description), sequenceNumber: form.sequence });
}
