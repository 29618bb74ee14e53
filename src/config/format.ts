import { z } from 'zod';
import type { ConfigSection } from './section.ts';
import { developerName } from './text.ts';

/** What every config file has in addition to its sections. */
export interface FileHeader {
  readonly version: 1;
  readonly apiVersion?: string | undefined;
  readonly removed?: Removed | undefined;
}

/** Developer names of components to delete from orgs, by section. */
export type Removed = Readonly<Record<string, readonly string[] | undefined>>;

/** The format of a config file: its sections and the schema of the whole. */
export interface ConfigFormat {
  readonly sections: readonly ConfigSection<never>[];
  readonly schema: z.ZodType;
  /** Keys that an environment can overlay. */
  readonly overlaidKeys: readonly string[];
}

/** A format with typed content. */
export interface TypedFormat<C extends FileHeader> extends ConfigFormat {
  readonly sections: readonly ConfigSection<C>[];
  readonly schema: z.ZodType<C>;
}

/** The major number of the oldest supported API version. */
const oldestApiVersion = 60;
export const oldestApiVersionText = `${oldestApiVersion}.0`;

export const apiVersion = z
  .string()
  .regex(/^[1-9]\d{1,2}\.0$/, { error: 'is not an API version such as "66.0", in quotes', abort: true })
  .refine(
    (value) => Number(value) >= oldestApiVersion,
    `is too old; keyway needs API version ${oldestApiVersionText} on`,
  )
  .describe('Salesforce API version, in quotes; default: sourceApiVersion of sfdx-project.json.');

/** Builds the format from sections, in reading order. */
export function formatOf<C extends FileHeader>(sections: readonly ConfigSection<C>[]): TypedFormat<C> {
  const fields = sections.map(({ name, schema }) => [name, schema.optional()] as const);
  const schema = z.strictObject({
    version: z.literal(1, 'must be 1').describe('Version of this format: 1.'),
    apiVersion: apiVersion.optional(),
    ...Object.fromEntries(fields),
    removed: removedSchema(sections).optional(),
  });
  return {
    sections,
    // The sections' types describe what their schemas accept. zod can't infer that for a list.
    schema: schema as unknown as z.ZodType<C>,
    overlaidKeys: ['apiVersion', ...sections.map(({ name }) => name), 'removed'],
  };
}

function removedSchema(sections: readonly ConfigSection<never>[]): z.ZodType {
  const lists = sections.flatMap(({ name, removed }) =>
    removed === undefined ? [] : [[name, z.array(developerName).describe(removed).optional()] as const],
  );
  return z.strictObject(Object.fromEntries(lists)).meta({
    id: 'Removed',
    description: 'What keyway deletes from orgs: components that were once in this file.',
  });
}
