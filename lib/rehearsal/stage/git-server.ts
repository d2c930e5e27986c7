import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { createGunzip } from 'node:zlib';
import type { KeyPair } from './certificates';

/**
 * A proxy on loopback that plays the site's Git server: whatever host and path Argo CD asks for, it gets the local
 * repository. The manifests therefore keep their repository URL.
 */
export interface GitServer {
  /** URL of the proxy, for Argo CD's repository settings. */
  readonly proxy: string;
  /** Whether it answers; a rehearsal of faults takes it away for a while. */
  readonly reachable: (reachable: boolean) => void;
  readonly stop: () => Promise<void>;
}

/** Settings of the server. */
export interface GitServerOptions {
  readonly git: string;
  /** Folder of the repository. */
  readonly repository: string;
  /** Certificate for https URLs; nobody checks its names. */
  readonly keyPair: KeyPair;
  readonly env: NodeJS.ProcessEnv;
}

const service = 'git-upload-pack';

/** https://git-scm.com/docs/gitprotocol-http: a line with its length in front, then a flush. */
const advertisement = ((line: string) => `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`)(
  `# service=${service}\n`,
);

/** Starts the server on a free port of loopback. */
export const startGitServer = async (options: GitServerOptions): Promise<GitServer> => {
  const { git, repository, keyPair, env } = options;
  let reachable = true;
  const sockets = new Set<Socket>();

  const uploadPack = (request: IncomingMessage, response: ServerResponse, flags: readonly string[]): void => {
    const protocol = request.headers['git-protocol'];
    const child = spawn(git, ['upload-pack', '--stateless-rpc', ...flags, repository], {
      env: { ...env, ...(typeof protocol === 'string' ? { GIT_PROTOCOL: protocol } : {}) },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.on('error', () => response.destroy());
    child.stdin.on('error', () => undefined);
    child.stdout.pipe(response);
    const zipped = request.headers['content-encoding'] === 'gzip';
    (zipped ? request.pipe(createGunzip()) : request).pipe(child.stdin);
  };

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    response.setHeader('cache-control', 'no-cache');
    if (
      request.method === 'GET' &&
      pathname.endsWith('/info/refs') &&
      searchParams.get('service') === service
    ) {
      response.setHeader('content-type', `application/x-${service}-advertisement`);
      response.write(advertisement);
      uploadPack(request, response, ['--advertise-refs']);
    } else if (request.method === 'POST' && pathname.endsWith(`/${service}`)) {
      response.setHeader('content-type', `application/x-${service}-result`);
      uploadPack(request, response, []);
    } else {
      response.writeHead(404).end();
    }
  };

  const server = createServer(answer);
  const remember = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  server.on('connection', (socket) => {
    if (!(socket instanceof TLSSocket)) remember(socket);
    if (!reachable) socket.destroy();
  });
  server.on('connect', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, cert: keyPair.certificate, key: keyPair.key });
    secure.on('error', () => socket.destroy());
    server.emit('connection', secure);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port to be had on 127.0.0.1');
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    reachable: (now) => {
      reachable = now;
      if (!now) for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
