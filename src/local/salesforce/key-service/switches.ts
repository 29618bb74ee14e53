import { z } from 'zod';
import { ApiError, ours } from '../api-error.ts';
import { type KeyServiceFault, WRONG_ANSWERS, type WrongAnswer } from './wrong-answers.ts';

/** How the service answers key requests. */
export interface KeyServiceAnswer {
  /** The fault in the answers; default: none. */
  readonly fault?: KeyServiceFault;
  /** Number of requests with the fault; default: all, but one for `unauthorizedOnce`. */
  readonly times?: number;
  /** For `status`; default 503. */
  readonly status?: number;
  /** Delay of `slow`; default 3500. */
  readonly milliseconds?: number;
  /** Wraps for this certificate of the org instead of the newest one for customer-supplied keys. */
  readonly certificate?: string;
}

/** How the key service answers from now on; `{}`: correctly. */
export interface KeyServiceSettings {
  readonly all?: KeyServiceAnswer;
  /** By identifier; overrides `all`. */
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

/** The answer to one request. */
export interface NextAnswer {
  readonly wrong: WrongAnswer;
  readonly certificate: string | undefined;
}

export interface KeyServiceSwitches {
  list(): KeyServiceSettings;
  /** Replaces all settings. Throws an ApiError for an invalid setting. */
  set(settings: KeyServiceSettings): void;
  /** Returns and counts the answer to the next request for an identifier. */
  nextAnswer(identifier: string): NextAnswer;
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
    nextAnswer: (identifier) => {
      const own = Object.hasOwn(current.identifiers ?? {}, identifier);
      const asked = (own ? current.identifiers?.[identifier] : current.all) ?? {};
      const count = seen.get(asked) ?? 0;
      seen.set(asked, count + 1);
      const wrong: WrongAnswer = asked.fault === undefined ? {} : WRONG_ANSWERS[asked.fault];
      const isOver = count >= (asked.times ?? wrong.times ?? Number.POSITIVE_INFINITY);
      return { wrong: isOver ? {} : adjustAnswer(wrong, asked), certificate: asked.certificate };
    },
  };
};

const adjustAnswer = (
  wrong: WrongAnswer,
  { fault, status, milliseconds }: KeyServiceAnswer,
): WrongAnswer => ({
  ...wrong,
  ...(fault === 'status' && status !== undefined ? { status } : {}),
  ...(fault === 'slow' && milliseconds !== undefined ? { delay: milliseconds } : {}),
});
