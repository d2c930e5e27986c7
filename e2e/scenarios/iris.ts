import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRecord } from '../../lib/kubernetes';
import { run, startService } from '../../lib/program';
import { pythonEnvironment } from '../python';
import { expectNone, Unmet, type Scenario, type Steps } from '../scenario';

/** What a server answered. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks the server; `body` is sent as it is. */
type Ask = (method: 'GET' | 'POST', path: string, body?: string) => Promise<Answer>;

const setosa = { petal_length: 1.4, petal_width: 0.2, sepal_length: 5.1, sepal_width: 3.5 };

/** One flower of each species, from the data set's own table. */
const flowers = [
  { class: 'setosa', measures: setosa },
  {
    class: 'versicolor',
    measures: { petal_length: 4.7, petal_width: 1.4, sepal_length: 7.0, sepal_width: 3.2 },
  },
  {
    class: 'virginica',
    measures: { petal_length: 6.0, petal_width: 2.5, sepal_length: 6.3, sepal_width: 3.3 },
  },
];

/** Questions that deserve a 400 whose error names what is wrong. */
const badQuestions = [
  {
    what: 'a missing measure',
    body: JSON.stringify({ ...setosa, petal_width: undefined }),
    names: 'petal_width',
  },
  {
    what: 'a word for a measure',
    body: JSON.stringify({ ...setosa, sepal_length: 'long' }),
    names: 'sepal_length',
  },
  {
    what: 'nothing for a measure',
    body: JSON.stringify({ ...setosa, sepal_width: null }),
    names: 'sepal_width',
  },
  { what: 'a measure that is no number', body: '{"petal_length": NaN}', names: '' },
  { what: 'a list', body: '[1.4, 0.2, 5.1, 3.5]', names: '' },
  { what: 'half a document', body: '{"petal_length": 1.4', names: '' },
  { what: 'an empty body', body: '', names: '' },
];

const expectStatus = (answer: Answer, status: number): void => {
  if (answer.status !== status)
    throw new Unmet(`got ${answer.status}, want ${status}: ${answer.text.trim()}`);
};

const jsonOf = ({ text }: Answer): Readonly<Record<string, unknown>> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Unmet(`got no JSON: ${text.trim()}`);
  }
  if (!isRecord(parsed)) throw new Unmet(`got no JSON object: ${text.trim()}`);
  return parsed;
};

const questions = async (steps: Steps, ask: Ask): Promise<void> => {
  for (const path of ['/healthz', '/ready']) {
    await steps.check(`GET ${path} says 200`, async () => expectStatus(await ask('GET', path), 200));
  }
  for (const flower of flowers) {
    await steps.check(`POST /score knows ${flower.class}`, async () => {
      const answer = await ask('POST', '/score', JSON.stringify(flower.measures));
      expectStatus(answer, 200);
      const scored = jsonOf(answer)['class'];
      if (scored !== flower.class) throw new Unmet(`got ${String(scored)}: ${answer.text.trim()}`);
    });
  }
  for (const { what, body, names } of badQuestions) {
    await steps.check(`POST /score with ${what} gets 400 and an error that says so`, async () => {
      const answer = await ask('POST', '/score', body);
      expectStatus(answer, 400);
      const problem = JSON.stringify(jsonOf(answer)['error'] ?? '');
      if (problem === '""' || !problem.includes(names)) {
        throw new Unmet(`want an error that names ${names || 'the problem'}, got ${answer.text.trim()}`);
      }
    });
  }
  await steps.check('GET /metrics has counted the three flowers over all workers', async () => {
    const answer = await ask('GET', '/metrics');
    expectStatus(answer, 200);
    const counters = answer.text.split('\n').filter((line) => line.startsWith('iris_predictions_total{'));
    const missing = flowers
      .map((flower) => `iris_predictions_total{class="${flower.class}"} 1.0`)
      .filter((line) => !counters.includes(line));
    expectNone(missing.map((line) => `want ${line}, got ${counters.join(', ') || answer.text}`));
  });
};

const asker =
  (server: string, signal: AbortSignal): Ask =>
  async (method, path, body) => {
    const response = await fetch(new URL(path, server), {
      method,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, text: await response.text() };
  };

/** Runs the README's curl commands against a server; the comment under each says the status and how the answer begins. */
const askAsDocumented = async (readme: string, server: string, signal: AbortSignal): Promise<void> => {
  const block = /```sh\n(curl .*?)```/s.exec(readFileSync(readme, 'utf8'))?.[1] ?? '';
  const questions = [...block.matchAll(/^(curl .*?)\n# ([0-9]{3}) (\{[^,]*)/gms)];
  if (questions.length === 0) throw new Unmet(`no curl command with its answer in ${readme}`);
  for (const [, command = '', status = '', begins = ''] of questions) {
    const asked = command
      .replace('curl ', "curl --silent --write-out ' %{http_code}' ")
      .replace('localhost:8080', server.replace(/\/$/, ''));
    const { stdout, stderr } = await run('bash', ['-c', asked], { signal });
    const isAsShown = stdout.endsWith(` ${status}`) && stdout.includes(begins.replace(/":.*/, '"'));
    if (!isAsShown) throw new Unmet(`${command}\nwant ${status} ${begins}…, got ${stdout}${stderr}`);
  }
};

/** The example model, trained now and served by gunicorn as its image would, without a container. */
export const irisScenario: Scenario = {
  name: 'iris',
  summary: 'the Iris example is trained, served by gunicorn and asked',
  run: async (steps, { root, signal }) => {
    const source = join(root, 'models/iris');
    const python = await steps.need('its pinned Python packages are installed', () =>
      pythonEnvironment({ requirements: join(source, 'requirements.txt'), signal }),
    );
    const scratch = mkdtempSync(join(tmpdir(), 'drydock-iris-'));
    // Nothing is written into the checkout, not even compiled Python.
    const env = { PATH: process.env['PATH'], HOME: scratch, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' };
    try {
      const model = join(scratch, 'model.pkl');
      const sha256 = await steps.need('train.py trains a model and says its sha256', async () => {
        const trained = await run(python, [join(source, 'train.py'), '--out', model], {
          env,
          signal,
          seconds: 120,
        });
        const found = /^sha256 ([0-9a-f]{64})$/m.exec(trained.stdout)?.[1];
        if (trained.code === 0 && found !== undefined) return found;
        throw new Unmet(
          `train.py ended with code ${trained.code}\n${trained.stdout}${trained.stderr}`.trim(),
        );
      });
      await steps.check('its own tests pass', async () => {
        const tests = await run(python, ['-m', 'unittest', 'discover', '-s', 'tests'], {
          env,
          cwd: source,
          signal,
          seconds: 240,
        });
        if (tests.code !== 0) throw new Unmet(tests.stderr.trim());
      });
      const server = await steps.need('gunicorn serves it with its own configuration', () =>
        startService(python, ['-m', 'gunicorn', '--config', 'gunicorn.conf.py', '--bind', '127.0.0.1:0'], {
          env: {
            ...env,
            MODEL_PATH: model,
            MODEL_SHA256: sha256,
            PROMETHEUS_MULTIPROC_DIR: join(scratch, 'metrics'),
          },
          cwd: source,
          announces: (line) => /Listening at: (http:\S+)/.exec(line)?.[1],
          signal,
        }),
      );
      try {
        await questions(steps, asker(server.announced, signal));
        await steps.check('the questions in its README get the answers that stand there', () =>
          askAsDocumented(join(source, 'README.md'), server.announced, signal),
        );
      } finally {
        await server.stop();
      }
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};
