import { boolean, complex, required, string } from './shape.ts';

/** Metadata WSDL 66.0, RemoteSiteSetting. */
export const remoteSiteSetting = complex('RemoteSiteSetting', {
  description: string,
  disableProtocolSecurity: required(boolean),
  isActive: required(boolean),
  url: required(string),
});
