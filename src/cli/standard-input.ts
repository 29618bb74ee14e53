/** Everything on standard input, as bytes; the chunks that it came in are wiped. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** One secret on standard input; the line break behind it is not of it. */
export async function readSecretLine(): Promise<string> {
  const bytes = await readStandardInput();
  try {
    return bytes.toString('utf8').replace(/\r?\n$/, '');
  } finally {
    bytes.fill(0);
  }
}
