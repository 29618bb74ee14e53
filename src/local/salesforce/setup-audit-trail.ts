import { keyPrefix } from './ids.ts';
import type { Author } from './metadata/author.ts';
import type { DeployMessage } from './metadata/deploy-message.ts';
import type { Transaction } from './store/database.ts';
import type { Row } from './tables.ts';
import { ASSIGNMENT_AUDIT, type AuditedOutcome, COMPONENT_AUDIT } from './uncertain.ts';

/** Entries are kept for 180 days (Salesforce Help, "Monitor Setup Changes with Setup Audit Trail"). */
const KEPT = 180 * 86_400_000;
const millisecondsOf = (datetime: string): number => Date.parse(datetime.replace('+0000', 'Z'));

/** The content of a SetupAuditTrail row besides its user and time (Object Reference, SetupAuditTrail). */
interface Entry {
  readonly action: string;
  readonly section: string;
  readonly display: string;
}

const write = (tx: Transaction, { action, section, display }: Entry, { userId, now }: Author): void => {
  for (const { Id, CreatedDate } of tx.all('setupAuditTrail')) {
    if (millisecondsOf(String(CreatedDate)) >= millisecondsOf(now) - KEPT) break;
    tx.remove('setupAuditTrail', String(Id));
  }
  const id = tx.nextId(keyPrefix.SetupAuditTrail);
  tx.put('setupAuditTrail', id, {
    Id: id,
    Action: action,
    Section: section,
    Display: display,
    CreatedDate: now,
    CreatedById: userId,
    CreatedByContext: null,
    CreatedByIssuer: null,
    DelegateUser: null,
    ResponsibleNamespacePrefix: null,
  });
};

/** Records that a component was created, changed or deleted. */
export const auditComponent = (
  tx: Transaction,
  type: string,
  fullName: string,
  outcome: AuditedOutcome,
  author: Author,
): void => {
  const audit = COMPONENT_AUDIT[type];
  if (audit === undefined) return;
  const [action, words] = audit.entries[outcome];
  write(tx, { action, section: audit.section, display: words(fullName) }, author);
};

/** Records the changes of a deploy, component by component, in order. */
export const auditDeploy = (tx: Transaction, messages: readonly DeployMessage[], author: Author): void => {
  for (const { success, deleted, created, changed, componentType, fullName } of messages)
    if (success && (deleted || changed))
      auditComponent(
        tx,
        componentType,
        fullName,
        deleted ? 'Deleted' : created ? 'Created' : 'Changed',
        author,
      );
};

/** Records that a permission set was assigned to a user or unassigned. */
export const auditAssignment = (
  tx: Transaction,
  row: Row | undefined,
  outcome: keyof typeof ASSIGNMENT_AUDIT.actions,
  author: Author,
): void => {
  const permissionSet = tx.all('component').find(({ id }) => id === row?.PermissionSetId);
  const user = tx.get('user', String(row?.AssigneeId));
  if (permissionSet === undefined || user === undefined) return;
  const { actions, section, display } = ASSIGNMENT_AUDIT;
  const text = display(String(permissionSet.body.label), outcome, String(user.Name), String(user.Id));
  write(tx, { action: actions[outcome], section, display: text }, author);
};
