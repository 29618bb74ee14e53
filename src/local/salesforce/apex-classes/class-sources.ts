import type { ApexSource } from '../apex/index.ts';
import type { View } from '../store/database.ts';

/** The org's classes, for compiling Apex against them. */
export const classSources = (view: View): readonly ApexSource[] => view.all('apexClass');
