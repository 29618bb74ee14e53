import { join } from 'node:path';

/** Where scripts/test-clients.js installed them. */
export const clientsFolder = (): string => {
  const folder = process.env.KEYWAY_CLIENTS_DIR;
  if (folder === undefined)
    throw new Error('These tests need other clients: run them by npm run test:clients.');
  return join(folder, 'node_modules');
};
