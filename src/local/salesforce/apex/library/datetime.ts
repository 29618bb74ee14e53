import { raise } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { ApexBlob, ApexDatetime } from '../values.ts';
import type { Library } from './signature.ts';

/** Years 1 to 9999, the range of a written datetime. */
function later(self: ApexDatetime, milliseconds: number): ApexDatetime {
  const time = self.time + milliseconds;
  if (time >= Date.UTC(1970) - 62_135_596_800_000 && time < Date.UTC(10_000, 0))
    return new ApexDatetime(time);
  throw raise('TypeException', 'Invalid date/time');
}

/** Apex Reference Guide, "Datetime Class", without methods that depend on a user's time zone. */
export const datetimeMethods: Library = {
  'addDays(Integer): Datetime': (self: ApexDatetime, days: number) => later(self, days * 86_400_000),
  'addHours(Integer): Datetime': (self: ApexDatetime, hours: number) => later(self, hours * 3_600_000),
  'addMinutes(Integer): Datetime': (self: ApexDatetime, minutes: number) => later(self, minutes * 60_000),
  'addSeconds(Integer): Datetime': (self: ApexDatetime, seconds: number) => later(self, seconds * 1000),
  'getTime(): Long': (self: ApexDatetime) => self.time,
};

export const datetimeStatics: Library = {
  'now(): Datetime': (runtime: Runtime) => new ApexDatetime(runtime.host.now().getTime()),
};

/** Apex Reference Guide, "Blob Class" and "EncodingUtil Class". */
export const blobMethods: Library = {
  'size(): Integer': (self: ApexBlob) => self.bytes.length,
  'toString(): String': (self: ApexBlob) => self.bytes.toString('utf8'),
};

export const blobStatics: Library = {
  'valueOf(String): Blob': (text: string) => new ApexBlob(Buffer.from(text, 'utf8')),
};

export const encodingUtilStatics: Library = {
  'base64Decode(String): Blob': (text: string, runtime: Runtime) => {
    runtime.allocate(text.length);
    return new ApexBlob(Buffer.from(text, 'base64'));
  },
  'base64Encode(Blob): String': (blob: ApexBlob) => blob.bytes.toString('base64'),
  'convertToHex(Blob): String': (blob: ApexBlob) => blob.bytes.toString('hex'),
  'urlEncode(String, String): String': (text: string, _charset: string) =>
    new URLSearchParams([['', text]]).toString().slice(1),
};
