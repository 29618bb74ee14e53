import { type Checking, checkDeclared } from '../../config/checking.ts';
import type { CertificatesSection } from '../certificate/schema.ts';
import { checkKeySource, type KeySourceSections } from '../cipher-trust/check.ts';
import type { TenantSecretsSection } from './schema.ts';

export function checkTenantSecrets(
  checking: Checking<TenantSecretsSection & CertificatesSection & KeySourceSections>,
): void {
  for (const [name, key] of Object.entries(checking.config.tenantSecrets ?? {})) {
    const path = ['tenantSecrets', name];
    // The certificate must be in the file, so that it is known before the key is created.
    checkDeclared(key.certificate, [...path, 'certificate'], 'certificates', checking);
    checkKeySource(path, key, checking);
  }
}
