/** The goals. `npm run bench -- --check` fails if a number exceeds its goal, or is below it where more is better. */
export const goals = {
  'whole job ÷ sf': { most: 0.15 },
  'nothing to do ÷ sf': { most: 0.08 },
  'validate ÷ sf project generate manifest': { most: 0.1 },
  'render ÷ sf project generate manifest': { most: 0.1 },
  '--help ÷ sf --help': { most: 0.15 },
  'validate ÷ bare node': { most: 4 },
  'packages installed': { most: 3 },
  'MB installed': { most: 20 },
  'seconds to install': { most: 5 },
  'requests: deploy of the example': { most: 28 },
  'requests: plan of the example': { most: 7 },
  'requests: nothing to do': { most: 8 },
  'requests: verify': { most: 10 },
  'round trips in a row: plan': { most: 4 },
  'requests: plan of 1,000 + 1,000 + 200': { most: 40 },
  'requests: one label of 1,000 + 1,000 + 200': { most: 60 },
  'MB at the peak: plan of 1,000 + 1,000 + 200': { most: 250 },
  'rendering 10,000 + 10,000 + 1,000 ÷ plain fs': { most: 3 },
  'ten times as much ÷ a tenth': { most: 11 },
  'fleet of 20: in turn ÷ together': { least: 12 },
  'fleet of 100: in turn ÷ together': {},
} as const satisfies Readonly<Record<string, { readonly most?: number; readonly least?: number }>>;

export type Measured = Readonly<Record<keyof typeof goals, number>>;

export function isReached(name: keyof typeof goals, value: number): boolean {
  const goal: { readonly most?: number; readonly least?: number } = goals[name];
  return value <= (goal.most ?? Number.POSITIVE_INFINITY) && value >= (goal.least ?? 0);
}
