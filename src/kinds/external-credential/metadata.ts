import type { ExternalCredentialParameter } from '@salesforce/types/metadata';
import {
  type ConfigPath,
  type ExternalCredentialComponent,
  filled,
  present,
} from '../../metadata/component.ts';
import { messages } from '../../metadata/problems.ts';
import { type Located, needsVersion, originsOf, type Rendering } from '../../metadata/rendering.ts';
import { extras, type LongForm, longForm } from '../parameters/long-form.ts';
import { authenticationFields } from './authentication-fields.ts';
import type { RawExternalCredentialParameter } from './parameter.ts';
import { defaultGroup, groupOf, inOrder } from './parameter-order.ts';
import type { Authentication, ExternalCredential, Principal } from './schema.ts';
import { awsStsPrincipalName } from './uncertain.ts';

type Parameters = Located<ExternalCredentialParameter>[];

/** An external credential as the Metadata API has it: everything but label and description is a parameter. */
export function renderExternalCredential(
  fullName: string,
  config: ExternalCredential,
  rendering: Rendering,
): ExternalCredentialComponent {
  const path: ConfigPath = ['externalCredentials', fullName];
  const parameters = inOrder(
    [
      ...authenticationParameters(config.authentication, [...path, 'authentication']),
      ...principalParameters(config.principals ?? {}, [...path, 'principals'], rendering),
    ],
    ({ parameter }) => parameter,
  );
  for (const { parameter, origin } of parameters) {
    const since = parameterTypesSince[parameter.parameterType];
    if (since !== undefined) needsVersion(rendering, parameter.parameterType, since, origin);
  }
  return {
    type: 'ExternalCredential',
    fullName,
    metadata: present({
      authenticationProtocol: config.authentication.protocol,
      description: filled(config.description),
      externalCredentialParameters: parameters.map(({ parameter }) => parameter),
      label: config.label,
    }),
    origins: originsOf(
      path,
      {
        authenticationProtocol: [...path, 'authentication', 'protocol'],
        description: [...path, 'description'],
        label: [...path, 'label'],
      },
      { externalCredentialParameters: parameters.map(({ origin }) => origin) },
    ),
  };
}

/** Metadata WSDL 61.0; all others are older than what keyway renders for. */
const parameterTypesSince: Partial<Record<string, number>> = {
  AdditionalRefreshStatusCode: 61,
  ExternalAuthIdentityProvider: 61,
};

function authenticationParameters(authentication: Authentication, path: ConfigPath): Parameters {
  const { protocol, variant } = { variant: undefined, ...authentication };
  const located: Parameters = [];
  if (variant !== undefined) {
    located.push({
      parameter: {
        parameterGroup: defaultGroup,
        parameterName: protocol,
        parameterType: 'AuthProtocolVariant',
        parameterValue: variant,
      },
      origin: [...path, 'variant'],
    });
  }
  const written = authentication as Readonly<Record<string, unknown>>;
  for (const { field, type, name, carrier } of authenticationFields(protocol, variant) ?? []) {
    if (written[field] === undefined) continue;
    const form = longForm(written[field] as string | LongForm);
    located.push({
      parameter: present({
        [carrier]: filled(form.value),
        ...extras(form),
        parameterGroup: defaultGroup,
        parameterName: form.name ?? name,
        parameterType: type,
      }),
      origin: [...path, field],
    });
  }
  const claims = 'claims' in authentication ? authentication.claims : undefined;
  const named = [
    ['JwtHeaderClaim', claims?.header, ['claims', 'header']],
    ['JwtBodyClaim', claims?.body, ['claims', 'body']],
    ['AuthHeader', authentication.headers, ['headers']],
  ] as const;
  for (const [type, texts, at] of named) {
    for (const [index, [name, text]] of Object.entries(texts ?? {}).entries()) {
      const form = longForm(text);
      const sequence = type === 'AuthHeader' ? { sequenceNumber: index + 1 } : {};
      located.push({
        parameter: present({
          ...sequence,
          ...extras(form),
          parameterGroup: defaultGroup,
          parameterName: name,
          parameterType: type,
          parameterValue: filled(form.value),
        }),
        origin: [...path, ...at, name],
      });
    }
  }
  for (const [index, raw] of (authentication.parameters ?? []).entries()) {
    located.push({ parameter: rawParameter(raw, defaultGroup), origin: [...path, 'parameters', index] });
  }
  return located;
}

function principalParameters(
  principals: Readonly<Record<string, Principal>>,
  path: ConfigPath,
  rendering: Rendering,
): Parameters {
  return Object.entries(principals).flatMap(([name, principal], index): Parameters => {
    const origin = [...path, name];
    if (principal.type === 'AwsStsPrincipal' && name !== awsStsPrincipalName) {
      rendering.problems.push({
        path: origin,
        message: messages.stsPrincipalName(name, awsStsPrincipalName),
      });
    }
    const own = principal.parameters ?? [];
    return [
      {
        parameter: present({
          description: filled(principal.description),
          parameterGroup: name,
          parameterName: name,
          parameterType: principal.type,
          sequenceNumber: principal.sequence ?? index + 1,
        }),
        origin,
      },
      ...own.map((raw, at) => ({
        parameter: rawParameter(raw, name),
        origin: [...origin, 'parameters', at],
      })),
    ];
  });
}

/** Taken as it is written; the group is the one that it stands in. */
function rawParameter(raw: RawExternalCredentialParameter, group: string): ExternalCredentialParameter {
  const { description, parameterValue, ...rest } = raw;
  const parameter = { parameterGroup: group, ...rest };
  return present({
    ...parameter,
    parameterGroup: groupOf(parameter as ExternalCredentialParameter),
    description: filled(description),
    parameterValue: filled(parameterValue),
  }) as ExternalCredentialParameter;
}
