import { missingReference } from '../../uncertain.ts';
import { type CheckInput, exists, refuse } from './check.ts';

/** Fields that an OpenIdConnect provider needs (Metadata API Developer Guide, AuthProvider). */
const NEEDED = ['authorizeUrl', 'tokenUrl', 'consumerKey', 'consumerSecret'];

/** Fields with the name of an Apex class. */
const CLASSES = ['plugin', 'registrationHandler'];

/** Rules for an auth provider beyond its shape. Throws ComponentProblem. */
export const checkAuthProvider = ({ view, parsed, before }: CheckInput): void => {
  const { body } = parsed;
  if (body.providerType === 'OpenIdConnect')
    for (const field of NEEDED)
      if (body[field] === undefined && before?.[field] === undefined)
        refuse(`Required field is missing: ${field}`, { line: 1, column: 1 });
  for (const field of CLASSES) {
    const name = body[field];
    if (typeof name === 'string' && !exists(view, 'ApexClass', name))
      refuse(missingReference(field, 'ApexClass', name), parsed.elements(field)[0]);
  }
  const { executionUser } = body;
  if (
    typeof executionUser === 'string' &&
    !view.all('user').some(({ Username }) => Username === executionUser)
  )
    refuse(missingReference('executionUser', 'User', executionUser), parsed.elements('executionUser')[0]);
};
