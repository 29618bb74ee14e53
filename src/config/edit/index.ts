export { EditableConfig } from './document.ts';
export { type Edit, editsBetween, isPlain, literal, overlayFor, valueAt } from './edits.ts';
export { formatted } from './format.ts';
export { changedLines } from './lines.ts';
