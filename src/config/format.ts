import { z } from 'zod';
import type { ConfigSection } from './section.ts';
import { developerName } from './text.ts';

/** What every config file holds beside its sections. */
export interface FileHeader {
  readonly version: 1;
  readonly apiVersion?: string | undefined;
  readonly removed?: Removed | undefined;
}

/** Developer names of what is to be deleted from orgs, by section. */
export type Removed = Readonly<Record<string, readonly string[] | undefined>>;

/** The format of a config file: its sections, and the schema of the whole. */
export interface ConfigFormat {
  readonly sections: readonly ConfigSection<never>[];
  readonly schema: z.ZodType;
  /** Keys that an environment lays over the file's. */
  readonly overlaidKeys: readonly string[];
}

/** The same where what a file says has a type. */
export interface TypedFormat<C extends FileHeader> extends ConfigFormat {
  readonly sections: readonly ConfigSection<C>[];
  readonly schema: z.ZodType<C>;
}

/** The major number of the oldest API version that keyway works with. */
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

/** The format that these sections make, in the order in which people read them. */
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
    // The sections' own types say what their schemas read; zod cannot know it of a list.
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
