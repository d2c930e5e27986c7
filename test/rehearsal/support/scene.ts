import type { Scene } from '../../../lib/rehearsal/stand-ins/controller';
import { openLedger } from '../../../lib/rehearsal/stand-ins/ledger';
import { fakeServer, type FakeServer } from './fake-api';

/** What a stand-in works with, on a fake server; the authority only tells for whom it has issued. */
export interface FakeScene {
  readonly scene: Scene;
  readonly server: FakeServer;
  readonly reported: string[];
}

export const fakeScene = (): FakeScene => {
  const server = fakeServer();
  const reported: string[] = [];
  let issued = 0;
  return {
    server,
    reported,
    scene: {
      api: server.api,
      resources: server.resources,
      authority: {
        certificate: 'the authority',
        issue: (names) =>
          Promise.resolve({
            certificate: `certificate ${(issued += 1)} for ${names.join(', ')}`,
            key: 'a key',
          }),
      },
      ledger: openLedger(),
      report: (line) => reported.push(line),
    },
  };
};

/** A value of a Secret in plain text. */
export const decoded = (secret: unknown, key: string): string | undefined => {
  const data: unknown = Object(secret)['data'];
  const value: unknown = Object(data)[key];
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : undefined;
};
