/* An assumption about references that no document settles, in one place for easy correction. */

/**
 * Salesforce doesn't document whether an org rejects a named credential that allows callouts of a package that isn't
 * installed. So a namespace that no installed package has is a warning, not an error.
 */
export const namespaceSeverity: 'error' | 'warning' = 'warning';
