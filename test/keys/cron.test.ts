import { describe, expect, it } from '@jest/globals';
import { readCron, shortestGap } from '../../src/keys/cron.ts';

const now = new Date('2026-11-22T10:00:00Z');

describe('A cron expression of System.schedule', () => {
  it.each([
    ['0 0 3 1 JAN,APR,JUL,OCT ?', 90 * 24],
    ['0 0 3 ? * SUN', 7 * 24],
    ['0 30 3 ? * 7', 7 * 24],
    ['0 0 3 ? * 1,7', 24],
    ['0 0 3 L * ?', 28 * 24],
    ['0 0 3 15W * ?', 28 * 24],
    ['0 0 3 ? * 6#1', 28 * 24],
    ['0 0 3 ? * 6L', 28 * 24],
    ['0 0 0/6 * * ?', 6],
    ['0 0 3 1/10 * ?', 24],
    ['0 0 3 1 1 ? 2030', undefined],
  ])('%s has a shortest gap of %s hours', (line, hours) => {
    expect(readCron(line, now)).toBe(line);
    expect(shortestGap(line, now)).toBe(hours);
  });

  it('is normalised to upper case and single spaces', () => {
    expect(readCron('  0 0  3 1 jan ?\t2030 ', now)).toBe('0 0 3 1 JAN ? 2030');
  });

  it.each([
    ['', 'it has 1 parts'],
    ['0 3 1 * *', 'it has 5 parts'],
    ['0 0 3 1 * ? 2030 x', 'it has 8 parts'],
    ['* 0 3 1 * ?', 'seconds is "*"; it takes a number from 0 to 59'],
    ['0 60 3 1 * ?', 'minutes is "60"'],
    ['0 0 24 1 * ?', "isn't a cron expression"],
    ['0 0 3 ? * 0', 'day of week is "0"'],
    ['0 0 3 ? * 1-8', 'day of week is "1-8"'],
    ['0 0 3 32 * ?', "isn't a cron expression"],
    ['0 0 3 ? * ?', 'one of day of month and day of week'],
    ['0 0 3 1 * MON', 'one of day of month and day of week'],
    ['0 0 3 31 FEB ?', 'it never runs again'],
    ['0 0 3 1 1 ? 2026', 'it never runs again'],
    ["0 0 3 1 * ?'", 'day of week is "?\'"'],
  ])('%j is refused', (line, reason) => {
    expect(() => readCron(line, now)).toThrow(reason);
  });
});
