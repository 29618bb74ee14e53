import { z } from 'zod';

/*
 * The minimum content of Salesforce's SOAP answers, one schema for each call (metadata, apex and partner WSDL
 * 66.0). `soap` loads this when the first answer arrives.
 */

/** xsd:boolean. A library that parsed the XML may have converted it already. */
const boolean = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

const integer = z
  .union([z.number().int(), z.string().regex(/^-?\d{1,15}$/)])
  .transform((value) => Number(value));

/** A text that may be nil or absent. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const count = integer.nullish().transform((value) => value ?? 0);
const flag = boolean.nullish().transform((value) => value ?? false);
const id = z.string().regex(/^\w{15}(?:\w{3})?$/);

/** An element that may repeat. A single one is not a list. */
function repeated<T extends z.ZodType>(one: T) {
  const listed = (value: unknown) =>
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  return z.preprocess(listed, z.array(one));
}

const executeAnonymous = z.looseObject({
  result: z
    .looseObject({
      compiled: boolean,
      success: boolean,
      line: count,
      column: count,
      compileProblem: text,
      exceptionMessage: text,
      exceptionStackTrace: text,
    })
    .refine(({ compiled, success }) => compiled || !success, { path: ['success'] }),
});

const started = z.looseObject({ result: z.looseObject({ id }) });

const retrieveStatus = z.looseObject({
  result: z
    .looseObject({
      done: boolean,
      status: text,
      errorMessage: text,
      zipFile: text,
      messages: repeated(z.looseObject({ fileName: text, problem: text })),
    })
    .refine(({ done, status }) => !done || status !== '', { path: ['status'] })
    .refine(({ status, done, zipFile }) => !done || status !== 'Succeeded' || zipFile !== '', {
      path: ['zipFile'],
    }),
});

/** A component that doesn't exist is a nil record. */
const readMetadata = z.looseObject({
  result: z.looseObject({
    records: z.preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(z.looseObject({ fullName: z.string().min(1) }).nullable()),
    ),
  }),
});

const listMetadata = z.looseObject({
  result: repeated(
    z.looseObject({
      type: z.string().min(1),
      fullName: z.string().min(1),
      namespacePrefix: text,
      lastModifiedDate: text,
    }),
  ),
});

const userInfo = z.looseObject({ result: z.looseObject({ userId: id, userName: z.string().min(1) }) });

const deployMessage = z.looseObject({
  componentType: text,
  fullName: text,
  fileName: text,
  lineNumber: count,
  columnNumber: count,
  problem: text,
  problemType: text,
  created: flag,
  changed: flag,
  deleted: flag,
});

const testFailure = z.looseObject({ name: text, methodName: text, message: text });

/** Statuses of a running job (DeployStatus). */
const running = ['Pending', 'InProgress', 'Canceling', 'Finalizing'];

/** DeployResult, as source-deploy-retrieve passes it on. */
const deployResult = z
  .looseObject({
    id,
    // Any word, possibly of a later version. The library joins two elements.
    status: z.string().regex(/^[A-Za-z]{1,40}$/),
    done: boolean,
    checkOnly: flag,
    errorMessage: text,
    errorStatusCode: text,
    numberComponentsDeployed: count,
    numberComponentsTotal: count,
    details: z
      .looseObject({
        componentSuccesses: repeated(deployMessage),
        componentFailures: repeated(deployMessage),
        runTestResult: z
          .looseObject({ failures: repeated(testFailure), codeCoverageWarnings: repeated(testFailure) })
          .nullish(),
      })
      .nullish(),
  })
  .refine(({ done, status }) => !done || !running.includes(status), { path: ['status'] });

export const soapSchemas = {
  executeAnonymous,
  started,
  retrieveStatus,
  readMetadata,
  listMetadata,
  userInfo,
  deployResult,
};

export type DeployStatusAnswer = z.output<typeof deployResult>;
export type DeployMessage = z.output<typeof deployMessage>;
export type TestFailure = z.output<typeof testFailure>;
