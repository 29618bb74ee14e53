import { ApiError } from '../api-error.ts';
import { soapDatetime } from '../clock.ts';
import type { DeployJobs } from '../metadata/deploy-jobs.ts';
import { shownResult } from '../metadata/deploy-result.ts';
import type { XmlElement } from '../xml/read.ts';
import type { XmlFields, XmlValue } from '../xml/write.ts';
import { child, childBoolean, children, childText } from './envelope.ts';
import type { MetadataOperations } from './metadata-operation.ts';

/** deploy, checkDeployStatus, cancelDeploy, deployRecentValidation (Metadata WSDL). */
export const deployOperations = (jobs: DeployJobs): MetadataOperations => ({
  deploy: async ({ operation, version, caller }) => {
    const zip = childText(operation, 'ZipFile');
    if (zip === undefined) throw missing('ZipFile');
    const job = await jobs.submit(base64(zip), optionsOf(child(operation, 'DeployOptions')), version, caller);
    return { done: false, id: job.id, state: 'Queued' };
  },
  checkDeployStatus: ({ operation }) => {
    const job = jobs.find(required(operation, 'asyncProcessId'));
    return toSoap(shownResult(job, childBoolean(operation, 'includeDetails', false))) as XmlFields;
  },
  cancelDeploy: async ({ operation, caller }) => {
    // jsforce names the argument `id`; the WSDL uses `String`.
    const id = childText(operation, 'String') ?? required(operation, 'id');
    const job = await jobs.cancel(id, caller);
    return { done: job.result.done === true, id: job.id };
  },
  deployRecentValidation: async ({ operation, caller }) => {
    const id = childText(operation, 'validationId') ?? required(operation, 'validationID');
    return (await jobs.quickDeploy(id, caller)).id;
  },
});

const missing = (name: string): ApiError =>
  new ApiError(500, 'soapenv:Client', `Required element ${name} is missing`);

export const required = (operation: XmlElement, name: string): string => {
  const text = childText(operation, name);
  if (text === undefined || text === '') throw missing(name);
  return text;
};

const base64 = (text: string): Buffer => {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0)
    throw new ApiError(500, 'soapenv:Client', 'ZipFile is not valid base64');
  return Buffer.from(compact, 'base64');
};

const optionsOf = (element: XmlElement | undefined): Readonly<Record<string, unknown>> => {
  if (element === undefined) return {};
  const names = new Set(element.children.map(({ name }) => name));
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      name === 'runTests' ? children(element, name).map(({ text }) => text.trim()) : childText(element, name),
    ]),
  );
};

/** Converts all datetimes in a result to SOAP's format. */
export const toSoap = (value: unknown): XmlValue => {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/.test(value) ? soapDatetime(value) : value;
  if (Array.isArray(value)) return value.map(toSoap);
  if (typeof value !== 'object' || value === null) return value as XmlValue;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toSoap(inner)]));
};
