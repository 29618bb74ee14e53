export { assignmentName, pairOf, sameUser } from './assignments.ts';
export { compareFields, componentKey } from './compare.ts';
export {
  isStored,
  type Readable,
  type Rewrite,
  type WantedCredential,
  type WantedValue,
} from './credentials.ts';
export { type Desired, desiredOf, makePlan, questionOf } from './make.ts';
export { approvedPlan, parseSavedPlan, type SavedPlan, savedPlan } from './plan-file.ts';
export { type OrgState, readState } from './state.ts';
export { type Change, type FieldChange, type Plan, type Risk, riskMeaning, risks } from './types.ts';
