/*
 * What keyway takes for true of this type without having seen it in metadata of a real org or in a document that
 * settles it. Each stands here once, so that it can be changed in one place when somebody knows better.
 */

/**
 * That a deploy of settings leaves alone those that its file does not name. It is how settings of orgs are deployed
 * everywhere; no document that was read says it, and a key that an org can fetch no more is no place to learn it.
 */
export const omittedSettingsSurelyStay: boolean = false;
