import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from './refuse';

/** How something is fetched. */
export interface FetchOptions {
  readonly signal: AbortSignal;
  /** Hears how many bytes are there, and of how many where the server says. */
  readonly onProgress?: (have: number, of: number | undefined) => void;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with a response that is no failure. */
export const request = async (url: string, { signal, headers }: FetchOptions): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(url, { signal, ...(headers === undefined ? {} : { headers: { ...headers } }) });
  } catch (error) {
    signal.throwIfAborted();
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return refuse('vendor/fetch', url, {
      got: cause,
      want: 'an answer',
      fix: 'see that the address is right and can be reached, then run it again: it goes on where it stopped',
    });
  }
  return response;
};

const wantOk = (response: Response, url: string): Response =>
  response.ok
    ? response
    : refuse('vendor/fetch', url, {
        got: `status ${response.status}`,
        want: 'the file',
        fix: 'see that address, chart and version are right',
      });

/** A text, whole. */
export const fetchText = async (url: string, options: FetchOptions): Promise<string> =>
  wantOk(await request(url, options), url).text();

/** sha256 of a file. */
export const digestOf = async (path: string): Promise<string> => {
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
};

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

/**
 * Fetches a file beside its place (`.part`), going on where an earlier run was cut off; gives the path of the part.
 * What is there is kept when the connection breaks.
 */
const fetchPart = async (url: string, part: string, options: FetchOptions): Promise<void> => {
  const have = sizeOf(part);
  const headers = { ...options.headers, ...(have === 0 ? {} : { range: `bytes=${have}-` }) };
  let response = await request(url, { ...options, headers });
  if (response.status === 416) {
    // The part is as long as the file, or the file is another one by now: begin again.
    rmSync(part);
    response = await request(url, options);
  }
  const continues = response.status === 206;
  const body = wantOk(response, url).body;
  if (body === null) return;
  const start = continues ? have : 0;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  let count = start;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      count += chunk.length;
      options.onProgress?.(count, Number.isNaN(length) ? undefined : start + length);
      yield chunk;
    }
  };
  try {
    await pipeline(
      Readable.fromWeb(body),
      counted,
      createWriteStream(part, { flags: continues ? 'a' : 'w' }),
    );
  } catch (error) {
    options.signal.throwIfAborted();
    refuse('vendor/fetch', url, {
      got: `${error instanceof Error ? error.message : String(error)} after ${count} bytes`,
      want: 'the whole file',
      fix: 'run `drydock vendor` again: it goes on where it stopped',
    });
  }
};

/** Settings of a download. */
export interface DownloadOptions extends FetchOptions {
  /** Digests that the file must have, each with who says so. */
  readonly expected: readonly { readonly by: string; readonly sha256: string }[];
  /** The file as messages name it. */
  readonly shownAs: string;
}

/**
 * Puts a file in its place once it is there in full and has the digest that is expected; gives that digest. Until
 * then what was in its place stays.
 * @throws Refusal with both digests where they differ; the fetched file is thrown away then.
 */
export const download = async (
  url: string,
  path: string,
  { expected, shownAs, ...options }: DownloadOptions,
): Promise<string> => {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.part`;
  await fetchPart(url, part, options);
  const digest = await digestOf(part);
  const wrong = expected.find(({ sha256 }) => sha256 !== digest);
  if (wrong !== undefined) {
    rmSync(part);
    refuse('vendor/digest', shownAs, {
      got: `sha256:${digest}, fetched from ${url}`,
      want: `sha256:${wrong.sha256}, as ${wrong.by} says`,
      fix: 'find out why it was changed upstream; to accept the new one, run `drydock vendor --update`',
    });
  }
  renameSync(part, path);
  return digest;
};
