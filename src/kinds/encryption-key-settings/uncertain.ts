/*
 * Assumptions about this type that neither a document nor metadata of a real org settles. Each is here once, so
 * that a correction touches one place.
 */

/**
 * Whether a deploy of settings surely keeps those that its file leaves out. Deploys commonly rely on this, but no
 * document that we have read says so, and a wrong guess could make keys unfetchable.
 */
export const omittedSettingsSurelyStay: boolean = false;
