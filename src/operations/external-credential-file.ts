import { readNamedFile } from '../config/arguments.ts';
import { KeywayError } from '../errors/index.ts';
import type { ExternalCredentialInput } from '../salesforce/index.ts';

/**
 * Reads an external credential from a JSON file in the form of Connect REST, or from the output of
 * `external-credential get --json`. Leaves out what orgs return but reject: ids, statuses, addresses. Ids in a file
 * are useless, because the file may come from another org; `put` matches by name.
 * @throws KeywayError `FileInvalid`
 */
export function readExternalCredentialFile(file: string, name: string): ExternalCredentialInput {
  const written = withoutAnswers(fromGetOutput(parse(file)));
  const { developerName = name, masterLabel, authenticationProtocol } = written;
  if (
    developerName !== name ||
    typeof masterLabel !== 'string' ||
    typeof authenticationProtocol !== 'string'
  ) {
    throw new KeywayError(
      'FileInvalid',
      `${file} is not the external credential ${name} in the form of Connect REST.`,
      {
        actions: [
          `It needs developerName "${name}", masterLabel and authenticationProtocol. Nothing was changed.`,
        ],
      },
    );
  }
  const input = { ...written, developerName, masterLabel, authenticationProtocol } as ExternalCredentialInput;
  return Array.isArray(input.principals)
    ? { ...input, principals: input.principals.map(withSequenceNumber) }
    : input;
}

type Principal = NonNullable<ExternalCredentialInput['principals']>[number];

/** Principals need one. Orgs return none for a principal that was deployed without one. */
function withSequenceNumber(principal: Principal, index: number): Principal {
  return { ...principal, sequenceNumber: principal.sequenceNumber ?? index + 1 };
}

function parse(file: string): unknown {
  const text = readNamedFile(file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new KeywayError('FileInvalid', `${file} is not JSON.`, { actions: ['Nothing was changed.'] });
  }
}

/** `get --json` wraps the form in its result. */
function fromGetOutput(value: unknown): unknown {
  return Object(Object(value).result).externalCredential ?? value;
}

/** Connect REST API Developer Guide: fields of External Credential and its parts that their inputs don't have. */
const onlyAnswered: ReadonlySet<string> = new Set([
  'authenticationStatus',
  'createdByNamespace',
  'id',
  'relatedNamedCredentials',
  'url',
]);

/** Orgs return null for values that aren't set. */
function withoutAnswers(value: unknown): Record<string, unknown> {
  const entries = Object.entries(Object(value)).filter(
    ([key, one]) => one !== null && !onlyAnswered.has(key),
  );
  return Object.fromEntries(
    entries.map(([key, one]) => [key, Array.isArray(one) ? one.map(withoutAnswers) : one]),
  );
}
