/*
 * What keyway takes for true of references without having seen it in a document that settles it. It stands here once, so
 * that it can be changed in one place when somebody knows better.
 */

/**
 * Whether an org refuses a named credential that allows callouts of a package which is not installed is in no document that
 * we have read: a namespace that no installed package has is a warning, not an error.
 */
export const namespaceSeverity: 'error' | 'warning' = 'warning';
