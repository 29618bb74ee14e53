import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Path of a file in fixtures/vectors. Its README says how it was made. */
export const vectorPath = (name: string): string => join('fixtures/vectors', name);
/** A new buffer each time, because the code under test may wipe it. */
export const vectorBytes = (name: string): Buffer => Buffer.from(readFileSync(vectorPath(name)));
export const vector = (name: string): string => vectorBytes(name).toString('utf8');

export const privateKey = createPrivateKey(vector('private-key.pem'));
export const publicKey = createPublicKey(vector('public-key.pem'));
export const secret = (): Buffer => vectorBytes('secret.bin');

/** Runs OpenSSL and returns its standard output. */
export const openssl = (...args: readonly string[]): Buffer =>
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** Writes a file with that content in a temporary folder. */
export const fileOf = (content: string | Buffer): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'keyway-')), 'file');
  writeFileSync(path, content);
  return path;
};

/** The error that a function throws. */
export const catchError = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
