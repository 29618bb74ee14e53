import { z } from 'zod';

/** The minimum content of Salesforce's REST answers. `rest` loads this when the first answer arrives. */

/** An object with any fields, or a list. */
const anything = z.union([z.looseObject({}), z.array(z.unknown())]);

const object = z.looseObject({});

const created = z.looseObject({ id: z.string().min(1) });

const queryPage = z
  .looseObject({
    records: z.array(z.looseObject({})),
    done: z.boolean(),
    nextRecordsUrl: z.string().startsWith('/services/').optional(),
  })
  .refine(({ done, nextRecordsUrl }) => done || nextRecordsUrl !== undefined, { path: ['nextRecordsUrl'] });

const composite = z.looseObject({
  compositeResponse: z.array(
    z.looseObject({ body: z.unknown(), httpStatusCode: z.int(), referenceId: z.string() }),
  ),
});

const versions = z.array(z.looseObject({ version: z.string().regex(/^\d+\.\d+$/) })).min(1);

const organizations = z.looseObject({
  records: z.array(z.looseObject({ Id: z.string().min(15), Name: z.string() })).min(1),
});

const userInfo = z.looseObject({
  user_id: z.string().min(15),
  preferred_username: z.string().min(1),
});

/**
 * An answer must repeat the request's values. One that doesn't proves neither that a secret is stored nor that none
 * is.
 */
const credential = z.looseObject({
  externalCredential: z.string().min(1),
  credentials: z.record(z.string(), z.looseObject({})).optional(),
});

const authentication = z.looseObject({ authenticationUrl: z.string().min(1) });

const externalCredentials = z.looseObject({
  externalCredentials: z.array(z.looseObject({ developerName: z.string() })),
});

export const answerSchemas = {
  anything,
  object,
  created,
  queryPage,
  composite,
  versions,
  organizations,
  userInfo,
  credential,
  authentication,
  externalCredentials,
};
