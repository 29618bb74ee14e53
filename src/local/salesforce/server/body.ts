import type { Context } from 'hono';
import { ApiError, ours } from '../api-error.ts';

/**
 * For the largest deploy: Salesforce accepts zips of 39 MB (Metadata API Developer Guide, deploy()); here it limits
 * the whole body.
 */
export const MAX_DEPLOY_BODY = 39_000_000;
/** For all other requests. 200 records of a composite request are much smaller. */
export const MAX_BODY = 4_000_000;
/** An oversized body is read to its end and discarded, up to this size, so that the client sees the answer. */
const MAX_DRAINED = 400_000_000;

/** Reads the whole body, or throws 413 when it exceeds `limit` bytes. Never keeps more than that in memory. */
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

/** Strict UTF-8. */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ApiError(400, 'JSON_PARSER_ERROR', ours('the request body is not UTF-8'));
  }
};

/** Reads a JSON object or array. Anything else is JSON_PARSER_ERROR (REST API Developer Guide). */
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
