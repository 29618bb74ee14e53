import { ApiError, ours } from '../api-error.ts';
import type { View } from '../store/database.ts';
import { STEP_UP_REFUSED_CODE } from '../uncertain.ts';

/** "Manage Encryption Keys → Raise session to high-assurance": key work by API then needs such a session too. */
export const requireHighAssurance = (view: View, highAssurance: boolean): void => {
  if (view.get('setting', 'stepUp')?.value === true && !highAssurance)
    throw new ApiError(
      403,
      STEP_UP_REFUSED_CODE,
      ours('managing encryption keys needs a session of high assurance'),
    );
};
