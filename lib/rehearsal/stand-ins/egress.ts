import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Backend } from './backend';
import { answerReview } from './review';

/** What the proxy asks and tells. */
export interface EgressAudience {
  /** What answers at an address of the cluster. */
  readonly backendAt: (host: string, port: number) => Promise<Backend>;
  /** Hears of each review that was answered for a Service. */
  readonly answered: (service: string) => void;
  /** Hears of a backend that the API server would not talk to. */
  readonly distrusted: (service: string, why: string) => void;
}

/** The way from the API server into the cluster: where a real one dials pods and Services, this one asks us. */
export interface Egress {
  /** Flags that make a kube-apiserver take this way. */
  readonly apiServerFlags: Readonly<Record<string, string>>;
  /** Who answers from now on; before that every connection is refused. */
  readonly serve: (audience: EgressAudience) => void;
  readonly stop: () => Promise<void>;
}

/** https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/ */
const configuration = (socket: string): object => ({
  apiVersion: 'apiserver.k8s.io/v1beta1',
  kind: 'EgressSelectorConfiguration',
  egressSelections: [
    {
      name: 'cluster',
      connection: { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: socket } } },
    },
  ],
});

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A status line is one line of printable ASCII; Go's client shows it whole. */
const reason = (why: string): string => why.replace(/[^\x20-\x7e]+/g, ' ');

const nobody: EgressAudience = {
  backendAt: () => Promise.resolve({ kind: 'refused', why: 'the stage is still being set' }),
  answered: () => undefined,
  distrusted: () => undefined,
};

const addressOf = (authority: string): { readonly host: string; readonly port: number } => {
  const colon = authority.lastIndexOf(':');
  return {
    host: authority.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(authority.slice(colon + 1)),
  };
};

/** Starts the proxy on a socket in `folder`. */
export const startEgress = async (folder: string): Promise<Egress> => {
  const socketPath = join(folder, 'egress.sock');
  const configFile = join(folder, 'egress.json');
  writeFileSync(configFile, JSON.stringify(configuration(socketPath)));
  let audience = nobody;
  const open = new Set<Duplex>();
  const services = new WeakMap<object, string>();

  /** Each review comes on a connection of its own, so that no backend outlives its pods. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('connection', 'close');
    const service = services.get(request.socket) ?? '';
    const review = answerReview(await bodyOf(request));
    if (review === undefined) {
      response.writeHead(503).end(`the stand-in for ${service} answers reviews and nothing else`);
      return;
    }
    audience.answered(service);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(review));
  };
  const backend = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  const connect = async (request: IncomingMessage, socket: Duplex): Promise<void> => {
    const { host, port } = addressOf(request.url ?? '');
    const found = await audience.backendAt(host, port);
    if (found.kind === 'refused') {
      socket.end(`HTTP/1.1 503 ${reason(found.why)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const { keyPair, service } = found;
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const tls = new TLSSocket(socket, { isServer: true, cert: keyPair.certificate, key: keyPair.key });
    services.set(tls, service);
    let secure = false;
    tls.on('secure', () => (secure = true));
    tls.on('error', (error) => {
      if (/alert|certificate/i.test(error.message) || !secure) audience.distrusted(service, error.message);
      tls.destroy();
    });
    backend.emit('connection', tls);
  };

  const proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  proxy.on('connect', (request: IncomingMessage, socket: Duplex) => {
    connect(request, socket).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      socket.end(`HTTP/1.1 503 ${reason(why)}\r\nContent-Length: 0\r\n\r\n`);
    });
  });
  proxy.listen(socketPath);
  await once(proxy, 'listening');
  return {
    apiServerFlags: { 'egress-selector-config-file': configFile },
    serve: (next) => {
      audience = next;
    },
    stop: async () => {
      const closed = once(proxy, 'close');
      proxy.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
};
