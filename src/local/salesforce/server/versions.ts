/** Supported API versions, oldest first, each with its release. */
const RELEASES: Readonly<Record<number, string>> = {
  60: "Spring '24",
  61: "Summer '24",
  62: "Winter '25",
  63: "Spring '25",
  64: "Summer '25",
  65: "Winter '26",
  66: "Spring '26",
  67: "Summer '26",
};

export const OLDEST_VERSION = 60;
export const NEWEST_VERSION = 67;
/**
 * The oldest version of a package. A project may declare an older version than the server supports, as far back as
 * its types exist.
 */
export const OLDEST_PACKAGE_VERSION = 41;

/** `GET /services/data` (REST API Developer Guide, Versions). */
export const versionList = (): readonly object[] =>
  Object.entries(RELEASES).map(([number, label]) => ({
    label,
    url: `/services/data/v${number}.0`,
    version: `${number}.0`,
  }));

/**
 * The version in a path such as `v66.0`, or undefined. Like a real org, REST resources answer since 31.0:
 * `@salesforce/core` sends some requests with v51.0, whatever the connection's version.
 */
export const restVersion = (segment: string): number | undefined => {
  const number = Number(/^v(\d{2})\.0$/.exec(segment)?.[1]);
  return number >= 31 && number <= NEWEST_VERSION ? number : undefined;
};

/** The version of a SOAP endpoint, as in `66.0`. */
export const soapVersion = (segment: string): number | undefined => {
  const number = Number(/^(\d{2})(?:\.0)?$/.exec(segment)?.[1]);
  return number >= OLDEST_VERSION && number <= NEWEST_VERSION ? number : undefined;
};
