import { EditableConfig } from '../config/edit/index.ts';
import { projectApiVersion } from '../config/index.ts';
import { parseConfig } from '../kinds/config.ts';

/** The first version for which everything that keyway writes is there; a config of its own says another. */
const startingApiVersion = '66.0';

/** The text to begin with: the file's, or a new one's, with the environment that is asked for. */
export function startingText(
  before: string | undefined,
  file: string,
  options: {
    readonly apiVersion?: string | undefined;
    readonly environment?: string | undefined;
    readonly targetOrg?: string | undefined;
  },
): string {
  const given = options.apiVersion ?? process.env.SF_ORG_API_VERSION;
  const project = projectApiVersion(file);
  const text = before ?? startingConfig(given ?? (project === undefined ? startingApiVersion : undefined));
  const { environment: name, targetOrg } = options;
  return name === undefined || targetOrg === undefined
    ? text
    : ensureEnvironment(text, file, { name, targetOrg });
}

/** A config with nothing in it yet; `apiVersion` only where no sfdx-project.json says it. */
function startingConfig(apiVersion: string | undefined): string {
  return [
    '# yaml-language-server: $schema=./node_modules/sf-keyway/schema/keyway.schema.json',
    'version: 1',
    ...(apiVersion === undefined ? [] : [`apiVersion: "${apiVersion}"`]),
    '',
  ].join('\n');
}

/** The config with an environment of this name, for the org that was named where it is a new one. */
function ensureEnvironment(
  text: string,
  file: string,
  { name, targetOrg }: { readonly name: string; readonly targetOrg: string },
): string {
  if (parseConfig(text, file).environments.some((environment) => environment.name === name)) return text;
  const editable = new EditableConfig(text);
  editable.set(['environments', name], { targetOrg });
  return editable.text();
}
