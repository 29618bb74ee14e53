import type { Component, ComponentType } from './component.ts';

/** What a config cannot say of a component that was read, or what is to be added by hand. */
export interface Note {
  readonly type: ComponentType;
  readonly fullName: string;
  readonly message: string;
}

type Subject = Pick<Component, 'type' | 'fullName'>;

function note({ type, fullName }: Subject, message: string): Note {
  return { type, fullName, message };
}

export const notes = {
  foreign: (subject: Subject, path: string, value: string) =>
    note(
      subject,
      `holds ${path} (${value}), which keyway cannot write: a deploy of the config would take it away`,
    ),
  fieldMissing: (subject: Subject, field: string) =>
    note(subject, `has no ${field}, which the config requires: add it by hand`),
  certificate: (subject: Subject, misfit: string) =>
    note(subject, `${misfit}: keyway makes no such certificate, and changes none`),
  permissionSetOfPrincipal: (subject: Subject, permissionSet: string) =>
    note(
      subject,
      `names the permission set ${permissionSet} at a principal, as it was done before API 58.0: name the principal under permissionSets instead`,
    ),
  secret: (subject: Subject, field: string) =>
    note(
      subject,
      `has a secret in ${field}, which was not taken over: write it as a reference such as \${env:NAME}`,
    ),
  parameter: (subject: Subject, type: string, name: string) =>
    note(subject, `has a further parameter ${name} of type ${type}, which a config cannot say`),
  element: (subject: Subject, element: string) => note(subject, `has ${element}, which a config cannot say`),
  access: (subject: Subject, permissions: string, level: string) =>
    note(
      subject,
      `allows ${permissions} on UserExternalCredential; the nearest level that allows nothing more is "${level}"`,
    ),
  principal: (subject: Subject, principal: string) =>
    note(subject, `gives access to ${JSON.stringify(principal)}, which is not the name of a principal`),
} as const;
