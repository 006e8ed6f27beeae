/** A web server on the loopback that plays upstream, and made-up artifacts in upstream's archive layouts. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Artifact, Digest } from '../../../../src/model/artifact.ts';

type Answer = Uint8Array | ((response: ServerResponse) => void);

export interface Mirror {
  readonly url: (path: string) => string;
  /** What it answers, by path; anything else is a 404. */
  readonly answers: Map<string, Answer>;
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export async function mirror(): Promise<Mirror> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const answer = answers.get(path);
    if (typeof answer === 'function') answer(response);
    else if (answer) response.end(answer);
    else response.writeHead(404).end('nothing here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    answers,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const one = await mirror();
  await one.close();
  return one.url('/dead');
}

interface Entry {
  readonly name: string;
  readonly type?: 'file' | 'directory' | 'symlink';
  readonly linkname?: string;
  readonly content?: string;
}

export async function archive(entries: readonly Entry[]): Promise<Buffer> {
  const stream = pack();
  for (const { name, type = 'file', linkname, content = '' } of entries)
    stream.entry({ name, type, mode: 0o755, mtime: new Date(0), ...(linkname && { linkname }) }, content);
  stream.finalize();
  return gzipSync(await buffer(stream));
}

export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

export function artifact(
  name: string,
  format: Artifact['format'],
  digest: Digest,
  ...sources: readonly [string, ...string[]]
): Artifact {
  return { name, version: 'v1.2.3', arch: 'amd64', format, digest, sources };
}
