import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { run } from '../../program';

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority that lives as long as the rehearsal. */
export interface CertificateAuthority {
  /** Its own certificate, in PEM. */
  readonly certificate: string;
  /** A certificate of a server with these DNS names and addresses. */
  readonly issue: (names: readonly string[]) => Promise<KeyPair>;
}

const days = '2';

/** OpenSSL's own words for a request with an elliptic key, which takes milliseconds to make. */
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes an authority whose files live in `folder`. */
export const makeAuthority = async (
  openssl: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<CertificateAuthority> => {
  const call = async (args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run(openssl, args, { signal, cwd: folder });
    if (code !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr.trim()}`);
  };
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const subject = (name: string): readonly string[] => ['-subj', `/CN=${name}`];
  await call([
    'req',
    '-x509',
    ...newKey,
    '-days',
    days,
    ...subject('rehearsal'),
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  ]);
  let issued = 0;
  return {
    certificate: read('ca.crt'),
    issue: async (names) => {
      const id = `server-${(issued += 1)}`;
      const [first = 'localhost'] = names;
      writeFileSync(
        join(folder, `${id}.ext`),
        `subjectAltName=${names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',')}\n`,
      );
      // A common name holds 64 characters; clients read the alternative names.
      await call([
        'req',
        ...newKey,
        ...subject(first.slice(0, 64)),
        '-keyout',
        `${id}.key`,
        '-out',
        `${id}.csr`,
      ]);
      const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
      await call([
        'x509',
        '-req',
        '-in',
        `${id}.csr`,
        ...authority,
        '-days',
        days,
        '-extfile',
        `${id}.ext`,
        '-out',
        `${id}.crt`,
      ]);
      return { certificate: read(`${id}.crt`), key: read(`${id}.key`) };
    },
  };
};
