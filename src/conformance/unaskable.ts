/** Assumptions about which no org can be asked, by constant as named in facts, and why. */
export const unaskable: Readonly<Record<string, string>> = {
  'keys setupExportName': 'A page of Setup makes the file in a browser. No API returns it.',
  'kinds/named-credential allowedNamespaceMadeByOrg':
    'A page of Setup makes up these names. Through an API, the request gives the name.',
};
