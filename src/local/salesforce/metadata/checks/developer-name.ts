const LABELS: Readonly<Record<string, string>> = {
  ExternalCredential: 'External Credential Name',
  NamedCredential: 'Named Credential Name',
  PermissionSet: 'API Name',
};

/** The rule that a component's name violates (Metadata API Developer Guide, Metadata: fullName); undefined for none. */
export const developerNameProblem = (type: string, name: string): string | undefined => {
  const wellFormed = /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(name);
  if (!wellFormed)
    return `The ${LABELS[type] ?? 'name'} can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.`;
  return name.length > 80
    ? `${LABELS[type] ?? 'name'}: data value too large: ${name} (max length=80)`
    : undefined;
};
