import { filled, present } from '../../metadata/component.ts';

/** The long form of a value in a config; the short form is the value alone. */
export interface LongForm {
  readonly value: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly sequence?: number | undefined;
}

/** Both forms as one. */
export function longForm(written: string | LongForm): LongForm {
  return typeof written === 'string' ? { value: written } : written;
}

/** The short form where it says everything. */
export function shortest<T extends LongForm>(form: T): string | T {
  const { value, ...rest } = present(form);
  return Object.keys(rest).length === 0 ? form.value : ({ value, ...rest } as unknown as T);
}

/** The elements that a long form adds to the parameter it stands for. */
export function extras(form: LongForm): { description?: string; sequenceNumber?: number } {
  return present({ description: filled(form.description), sequenceNumber: form.sequence });
}
