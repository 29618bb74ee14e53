import { apiVersion, oldestApiVersionText } from '../config/format.ts';
import { projectApiVersion } from '../config/index.ts';
import { editableConfig, parseConfig } from '../kinds/config.ts';

/** The first version that supports everything that keyway writes. A config can set another. */
const startingApiVersion = '66.0';

/** The text to start from: the file's or a new one, with the requested environment. */
export function startingText(
  before: string | undefined,
  file: string,
  options: {
    readonly apiVersion?: string | undefined;
    readonly environment?: string | undefined;
    readonly targetOrg?: string | undefined;
  },
): { readonly text: string; readonly notes: readonly string[] } {
  const given = options.apiVersion ?? process.env.SF_ORG_API_VERSION;
  const started =
    before === undefined ? newConfig(given, projectApiVersion(file), file) : { text: before, notes: [] };
  const { environment: name, targetOrg } = options;
  return name === undefined || targetOrg === undefined
    ? started
    : { ...started, text: ensureEnvironment(started.text, file, { name, targetOrg }) };
}

/** A new file, with the given version, else the project's, else a version that both know. */
function newConfig(given: string | undefined, project: string | undefined, file: string) {
  if (given !== undefined) return { text: startingConfig(given), notes: [] };
  if (project === undefined) return { text: startingConfig(startingApiVersion), notes: [] };
  if (apiVersion.safeParse(project).success) return { text: startingConfig(undefined), notes: [] };
  const note = `sourceApiVersion of sfdx-project.json is "${project}", which keyway can't use. The new ${file} says apiVersion "${oldestApiVersionText}", the oldest supported version`;
  return { text: startingConfig(oldestApiVersionText), notes: [note] };
}

/** An empty config. Contains `apiVersion` only if no sfdx-project.json sets it. */
function startingConfig(apiVersion: string | undefined): string {
  return [
    '# yaml-language-server: $schema=./node_modules/sf-keyway/schema/keyway.schema.json',
    'version: 1',
    ...(apiVersion === undefined ? [] : [`apiVersion: "${apiVersion}"`]),
    '',
  ].join('\n');
}

/** The config with an environment of this name. A new environment gets the named org. */
function ensureEnvironment(
  text: string,
  file: string,
  { name, targetOrg }: { readonly name: string; readonly targetOrg: string },
): string {
  if (parseConfig(text, file).environments.some((environment) => environment.name === name)) return text;
  const editable = editableConfig(text);
  editable.set(['environments', name], { targetOrg });
  return editable.text();
}
