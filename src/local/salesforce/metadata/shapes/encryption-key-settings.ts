import { boolean, complex, since } from './shape.ts';

/** Metadata WSDL 66.0, EncryptionKeySettings; versions by the Metadata API Developer Guide. */
export const encryptionKeySettings = complex('EncryptionKeySettings', {
  canEncryptTransactionalDatabase: since(64, boolean),
  canExternalKeyManagement: since(64, boolean),
  canManageDataCloudKeys: since(64, boolean),
  canOptOutOfDerivationWithBYOK: boolean,
  enableCacheOnlyKeys: boolean,
  enableReplayDetection: boolean,
});
