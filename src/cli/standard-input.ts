/** Reads all of standard input as bytes, and wipes the chunks. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

/** Reads one secret from standard input, without the line break at its end. */
export async function readSecretLine(): Promise<string> {
  const bytes = await readStandardInput();
  try {
    return bytes.toString('utf8').replace(/\r?\n$/, '');
  } finally {
    bytes.fill(0);
  }
}
