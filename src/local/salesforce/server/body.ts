import type { Context } from 'hono';
import { ApiError, ours } from '../api-error.ts';

/** The largest deploy: Salesforce takes zips of 39 MB (Metadata API Developer Guide, deploy()); here it is the whole body. */
export const MAX_DEPLOY_BODY = 39_000_000;
/** All other requests; 200 records of a composite request stay well below. */
export const MAX_BODY = 4_000_000;
/** A body too large is read to its end, unkept, so that the client sees the answer; up to here. */
const MAX_DRAINED = 400_000_000;

/** The whole body, or 413 once it is past `limit` bytes; never more than that in memory. */
export const readBody = async (c: Context, limit: number): Promise<Buffer> => {
  const stream = c.req.raw.body;
  if (stream === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (size > MAX_DRAINED) break;
  }
  if (size > limit)
    throw new ApiError(413, 'REQUEST_TOO_LARGE', ours(`the request body is larger than ${limit} bytes`));
  return Buffer.concat(chunks);
};

/** UTF-8, strictly. */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', ours('the request body is not UTF-8'));
  }
};

/** A JSON object or array; anything else is JSON_PARSER_ERROR (REST API Developer Guide). */
export const readJson = async (c: Context): Promise<Record<string, unknown>> => {
  const text = decodeUtf8(await readBody(c, MAX_BODY));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message.replace(/,? ?"[\s\S]*$/, ''));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body must be a JSON object');
  return value as Record<string, unknown>;
};
