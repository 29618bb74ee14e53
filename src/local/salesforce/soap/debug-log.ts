import type { ApexResult } from '../apex/index.ts';
import { ApiError } from '../api-error.ts';
import type { Caller, Org } from '../org.ts';
import type { XmlElement } from '../xml/read.ts';
import { children, childText } from './envelope.ts';

/** Apex WSDL 66.0, LogCategoryLevel */
const LEVELS = ['None', 'Error', 'Warn', 'Info', 'Debug', 'Fine', 'Finer', 'Finest'];

/**
 * The level of a category in a DebuggingHeader, in the log's spelling; `All` applies to every category (Apex WSDL,
 * LogInfo).
 */
const levelOf = (header: XmlElement, category: string): string => {
  const named = children(header, 'categories').filter((info) =>
    [category, 'All'].includes(childText(info, 'category') ?? ''),
  );
  const level = named.length > 0 ? childText(named.at(-1) as XmlElement, 'level') : undefined;
  if (level !== undefined) {
    // Existing clients send them in upper case [?].
    const known = LEVELS.find((name) => name.toLowerCase() === level.toLowerCase());
    if (known) return known;
    throw new ApiError(
      500,
      'soapenv:Client',
      `'${level}' is not a valid value for the enum 'LogCategoryLevel'`,
    );
  }
  // The older form: `Debugonly`, and levels that show more.
  return childText(header, 'debugLevel') === 'None' ? 'None' : 'Debug';
};

/**
 * A debug log in the form of the Apex Developer Guide ("Debug Log"): a block's entries, between the start and end
 * of its execution.
 */
export const debugLog = (
  org: Org,
  caller: Caller,
  version: number,
  source: string,
  result: ApexResult,
  header: XmlElement,
): string => {
  const level = levelOf(header, 'Apex_code');
  const settings = `${version}.0 APEX_CODE,${level.toUpperCase()};APEX_PROFILING,${levelOf(header, 'Apex_profiling').toUpperCase()};DB,${levelOf(header, 'Db').toUpperCase()}`;
  const time = `${new Date(org.clock.now()).toISOString().slice(11, 23)} (0)`;
  const user = `${time}|USER_INFO|[EXTERNAL]|${caller.user.Id}|${caller.user.Username}|(GMT) Greenwich Mean Time|GMTZ`;
  const lines = [settings, ...source.split('\n').map((line) => `Execute Anonymous: ${line}`), user];
  if (result.compiled) {
    const shown =
      LEVELS.indexOf(level) >= LEVELS.indexOf('Debug')
        ? result.log
        : result.log.filter((line) => line.includes('|FATAL_ERROR|'));
    lines.push(
      `${time}|EXECUTION_STARTED`,
      `${time}|CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex`,
      ...shown,
    );
    lines.push(`${time}|CODE_UNIT_FINISHED|execute_anonymous_apex`, `${time}|EXECUTION_FINISHED`);
  }
  return `${lines.join('\n')}\n`;
};
