import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A packed chart with these files in it. */
export const packedChart = (files: Readonly<Record<string, string>>): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-chart-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'demo', path)), { recursive: true });
      writeFileSync(join(folder, 'demo', path), text);
    }
    const archive = join(folder, 'demo.tgz');
    const { status } = spawnSync('tar', ['-czf', archive, '-C', folder, 'demo']);
    if (status !== 0) throw new Error('tar has failed');
    return readFileSync(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A server on loopback that counts what it is asked for. */
export interface LoopbackServer {
  readonly url: string;
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export const serve = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> => {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(
      `${request.url ?? ''}${request.headers.range === undefined ? '' : ` ${request.headers.range}`}`,
    );
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Sends a file, or the rest of it that a client asks for; cuts the connection after some bytes where it is told to. */
export const sendFile = (
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  cutAfter?: number,
): void => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = bytes.subarray(start);
  response.writeHead(start === 0 ? 200 : 206, { 'content-length': rest.length });
  if (cutAfter === undefined) {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 50));
};
