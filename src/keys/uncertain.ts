import type { OaepDigest } from './byok.ts';

/*
 * What keyway takes for true of Shield keys without having seen it in an org ("[?]" in the reference). Each stands
 * here once, so that it can be put right in one place.
 */

/**
 * The digest of RSA-OAEP, and of its MGF1, for tenant secrets that are uploaded. SHA-1 is what Salesforce's own script
 * has always used, and Fortanix's after it; today's help recommends SHA-512 and still accepts SHA-1. Nobody has tried
 * in an org since when SHA-512 is taken. SHA-1 is sound here: OAEP does not rest on its resistance to collisions.
 */
export const defaultOaepDigest: OaepDigest = 'sha1';
