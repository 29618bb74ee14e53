import { connectionRisks } from '../connection-risks.ts';
import { resolveSecrets } from '../credential/resolve-secrets.ts';
import type { Kind, NeededSecrets } from '../kind.ts';
import { changeKey, type Planned, type Run } from '../run.ts';
import { requireUnused } from './removal.ts';

/** Where calls go, and which external credential authenticates them. */
export const namedCredential: Kind = {
  types: ['NamedCredential'],
  stage: 'metadata',
  componentRisks: (_actual, _desired, fields) => connectionRisks(fields),
  notes: (_session, { desired }) =>
    desired.components.flatMap((component) =>
      component.type === 'NamedCredential' && component.metadata.namedCredentialType === 'Legacy'
        ? [
            `${component.fullName}: secrets of a legacy named credential cannot be read back, so they are not compared`,
          ]
        : [],
    ),
  permissions: () => [
    { login: 'org', need: 'metadata', what: 'this deploy' },
    { login: 'org', need: 'credentials', what: 'this deploy' },
  ],
  preflight: async ({ session }, planned) => ({
    remarks: await requireUnused(session.org, session.config, planned),
  }),
  secrets: legacySecrets,
  wayBack: {
    notes: (_before, _state, { components }) =>
      components
        .filter(
          ({ metadata, type }) => type === 'NamedCredential' && metadata.namedCredentialType === 'Legacy',
        )
        .map(({ fullName }) => `${fullName}: secrets of a legacy named credential are in no history`),
  },
};

/** Secrets of legacy named credentials enter the zip in memory and nothing else. */
function legacySecrets(
  { config, session }: Pick<Run, 'config' | 'session'>,
  { plan }: Planned,
): NeededSecrets {
  const isWritten = (name: string) =>
    plan.changes.some(
      (change) => change.type === 'NamedCredential' && change.name === name && change.action !== 'delete',
    );
  const { legacy, problems } = resolveSecrets(
    config,
    session.sources,
    ({ kind, name }) => kind === 'legacy' && isWritten(name),
  );
  const values = [...legacy].map(
    ([name, value]) => [changeKey({ type: 'NamedCredential', name }), value] as const,
  );
  return { values: new Map(values), problems };
}
