/** A header as it is configured; the value may hold formulas. */
export interface ProbeHeader {
  readonly name: string;
  readonly value: string;
}

/** The client credentials grant of OAuth (RFC 6749, section 4.4). */
export interface ClientCredentials {
  readonly kind: 'oauth';
  readonly tokenUrl: string;
  readonly scope?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the client's id and secret are sent. */
  readonly clientIn: 'body' | 'header';
  /** HTTP statuses after which a fresh token is requested, once. */
  readonly refreshOn: readonly number[];
}

export interface AwsKeys {
  readonly kind: 'aws';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** How keyway signs in to a key service. It contains secrets: never print it. */
export type ProbeAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'custom';
      /** Developer name, by which formulas refer to the values. */
      readonly externalCredential: string;
      readonly credentials: Readonly<Record<string, string>>;
    }
  | ClientCredentials
  | AwsKeys
  | {
      readonly kind: 'unsupported';
      /** Why not, as the end of a sentence. */
      readonly reason: string;
      /** False: its host isn't reachable from here either. */
      readonly connect?: false;
    };
