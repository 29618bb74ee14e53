export { type AssignmentOutcome, applyAssignments } from './assignments.ts';
export { applyMetadata, componentsOf } from './metadata.ts';
