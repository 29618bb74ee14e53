import { z } from 'zod';
import { ApiError, ours } from '../api-error.ts';
import { type KeyServiceFault, WRONG_ANSWERS, type WrongAnswer } from './wrong-answers.ts';

/** How requests for keys are answered. */
export interface KeyServiceAnswer {
  /** What is wrong with the answers; nothing, if absent. */
  readonly fault?: KeyServiceFault;
  /** So many requests are answered so, the others rightly; default: all, but one for `unauthorizedOnce`. */
  readonly times?: number;
  /** Of `status` (503). */
  readonly status?: number;
  /** How long `slow` takes (3500). */
  readonly milliseconds?: number;
  /** Wraps for this certificate of the org, instead of the newest that is for customer-supplied keys. */
  readonly certificate?: string;
}

/** How the key service answers from now on; `{}`: rightly. */
export interface KeyServiceSettings {
  readonly all?: KeyServiceAnswer;
  /** By identifier; these count instead of `all`. */
  readonly identifiers?: Readonly<Record<string, KeyServiceAnswer>>;
}

const answer = z.strictObject({
  fault: z.enum(Object.keys(WRONG_ANSWERS) as [KeyServiceFault, ...KeyServiceFault[]]).exactOptional(),
  times: z.int().min(1).exactOptional(),
  status: z.int().min(200).max(599).exactOptional(),
  milliseconds: z.int().min(0).max(600_000).exactOptional(),
  certificate: z.string().exactOptional(),
} satisfies Record<keyof KeyServiceAnswer, z.ZodType>);
const settings = z.strictObject({
  all: answer.exactOptional(),
  identifiers: z.record(z.string(), answer).exactOptional(),
} satisfies Record<keyof KeyServiceSettings, z.ZodType>);

/** What one request is answered with. */
export interface Taken {
  readonly wrong: WrongAnswer;
  readonly certificate: string | undefined;
}

export interface KeyServiceSwitches {
  list(): KeyServiceSettings;
  /** Replaces all. Throws an ApiError for what no key service can do. */
  set(settings: KeyServiceSettings): void;
  /** How the next request for an identifier is answered; counts it. */
  take(identifier: string): Taken;
}

export const createSwitches = (): KeyServiceSwitches => {
  let current: KeyServiceSettings = {};
  let seen = new Map<KeyServiceAnswer, number>();
  return {
    list: () => current,
    set: (next) => {
      const { success, data, error } = settings.safeParse(next);
      if (!success) {
        const [issue] = error.issues;
        throw new ApiError(400, 'INVALID_INPUT', ours(`${issue?.path.join('.')}: ${issue?.message}`));
      }
      current = data;
      seen = new Map();
    },
    take: (identifier) => {
      const own = Object.hasOwn(current.identifiers ?? {}, identifier);
      const asked = (own ? current.identifiers?.[identifier] : current.all) ?? {};
      const count = seen.get(asked) ?? 0;
      seen.set(asked, count + 1);
      const wrong: WrongAnswer = asked.fault === undefined ? {} : WRONG_ANSWERS[asked.fault];
      const isOver = count >= (asked.times ?? wrong.times ?? Number.POSITIVE_INFINITY);
      return { wrong: isOver ? {} : adjusted(wrong, asked), certificate: asked.certificate };
    },
  };
};

const adjusted = (wrong: WrongAnswer, { fault, status, milliseconds }: KeyServiceAnswer): WrongAnswer => ({
  ...wrong,
  ...(fault === 'status' && status !== undefined ? { status } : {}),
  ...(fault === 'slow' && milliseconds !== undefined ? { delay: milliseconds } : {}),
});
