/** A statement of keyway about the org, in a comparable form. */
export type Statement =
  | { readonly says: 'job'; readonly id: string; readonly status?: string | undefined }
  | { readonly says: 'no job' | 'no earlier job' }
  | { readonly says: 'there' | 'not there'; readonly what: Fact; readonly name: string }
  | { readonly says: 'stage done' | 'stage failed' | 'not known'; readonly stage: string }
  | { readonly says: 'no answer' }
  | { readonly says: 'nothing changed' }
  | { readonly says: 'all there' };

/** What a deploy creates in an org, besides its job. */
export type Fact = 'component' | 'credential' | 'assignment' | 'key';

export type Told = Statement & {
  /** The original words, for the report of an untrue statement. */
  readonly words: string;
};

/** The statements about one org in one output. */
export interface Account {
  /** The output's name, as in `--json` or `report.md`. */
  readonly medium: string;
  readonly told: readonly Told[];
  /** Whether it lists everything, so that what is missing didn't happen. */
  readonly isExhaustive: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** Statements in a result, an error's `data` or a JSON report, which use the same fields. */
export function toldByData(data: Data): readonly Told[] {
  const told: Told[] = [];
  const tell = (statement: Statement, words: unknown) =>
    void told.push({ ...statement, words: JSON.stringify(words) });
  const { deploy, deployId, credentials, assignments, keys, stages, checks, changes } = data;
  if (isObject(deploy))
    tell({ says: 'job', id: String(deploy.id), status: String(deploy.status) }, { deploy });
  if (typeof deployId === 'string') tell({ says: 'job', id: deployId }, { deployId });
  for (const { name, outcome } of listOf(credentials))
    tell(
      { says: outcome === 'deleted' ? 'not there' : 'there', what: 'credential', name: String(name) },
      { name, outcome },
    );
  for (const { name, outcome } of listOf(assignments))
    tell(
      { says: outcome === 'unassigned' ? 'not there' : 'there', what: 'assignment', name: String(name) },
      { name, outcome },
    );
  for (const { name, identifier, outcome, status } of listOf(keys))
    tell(
      { says: outcome === 'pending' ? 'not there' : 'there', what: 'key', name: `${identifier} ${status}` },
      { name, outcome, status },
    );
  for (const { name, state } of listOf(stages)) {
    if (state === 'done') tell({ says: 'stage done', stage: String(name) }, { stage: name, state });
    if (state === 'failed') tell({ says: 'stage failed', stage: String(name) }, { stage: name, state });
    if (state === 'unknown') tell({ says: 'not known', stage: String(name) }, { stage: name, state });
  }
  for (const { link, name, ok, message } of listOf(checks)) {
    const fact = factOfLink(String(link), String(name));
    if (fact && typeof ok === 'boolean')
      tell({ says: ok ? 'there' : 'not there', ...fact }, { link, name, ok, message });
  }
  if (Array.isArray(changes) && changes.length === 0 && Array.isArray(checks) && checks.length > 0)
    tell({ says: 'nothing changed' }, { changes });
  return told;
}

/** The fact that a check concerns, if the state of an org shows it. */
export function factOfLink(link: string, name: string): { what: Fact; name: string } | undefined {
  if (['Certificate', 'ExternalCredential', 'NamedCredential', 'PermissionSet'].includes(link))
    return { what: 'component', name: `${link} ${name}` };
  if (link === 'Credential') return { what: 'credential', name };
  if (link === 'Assignment') return { what: 'assignment', name };
  if (link === 'Key') return { what: 'key', name: `${identifierOf(name)} ACTIVE` };
  return undefined;
}

/** The example has one key. */
export function identifierOf(key: string): string {
  return key === 'AcmeDataKey' ? 'acme-data-1' : key;
}

function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}
