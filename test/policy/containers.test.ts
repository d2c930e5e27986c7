import { messagesOf, placesOf } from './support/release';
import { container, deployment, service } from './support/objects';

const main = 'Deployment/app/web spec.template.spec.containers[0]';
const web = (fields: Readonly<Record<string, unknown>>) =>
  deployment('web', { pod: { containers: [container(fields)] } });

describe('a probe', () => {
  const rule = 'container/probe-port';

  it('by name asks a port that its container declares', () => {
    const probe = { readinessProbe: { httpGet: { port: 'http' } } };
    expect(messagesOf(rule, [web(probe)])).toEqual(['error: http: the container names no port']);
    expect(placesOf(rule, [web({ ...probe, ports: [{ name: 'http', containerPort: 80 }] })])).toEqual([]);
  });

  it('by number may ask any', () => {
    expect(placesOf(rule, [web({ livenessProbe: { tcpSocket: { port: 9000 } } })])).toEqual([]);
  });

  it('is not helped by a port of another container', () => {
    const sidecar = container({ name: 'sidecar', ports: [{ name: 'http', containerPort: 80 }] });
    const pod = { containers: [container({ startupProbe: { httpGet: { port: 'http' } } }), sidecar] };
    expect(placesOf(rule, [deployment('web', { pod })])).toEqual([`${main}.startupProbe.httpGet.port`]);
  });

  it('is checked like a lifecycle hook', () => {
    const hook = web({ lifecycle: { preStop: { httpGet: { port: 'admin' } } } });
    expect(placesOf(rule, [hook])).toEqual([`${main}.lifecycle.preStop.httpGet.port`]);
  });
});

describe('an environment variable', () => {
  it('is set once', () => {
    const rule = 'container/duplicate-variable';
    expect(placesOf(rule, [web({ env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }] })])).toEqual([
      `${main}.env[2].name`,
    ]);
    expect(placesOf(rule, [web({ env: [{ name: 'A' }, { name: 'a' }] })])).toEqual([]);
  });
});

describe('a port', () => {
  const rule = 'container/duplicate-port';

  it('is declared once per container, by number and protocol and by name', () => {
    const ports = [
      { containerPort: 53 },
      { containerPort: 53, protocol: 'UDP' },
      { containerPort: 53, protocol: 'TCP' },
    ];
    expect(placesOf(rule, [web({ ports })])).toEqual([`${main}.ports[2].containerPort`]);
    expect(
      placesOf(rule, [
        web({
          ports: [
            { name: 'a', containerPort: 1 },
            { name: 'a', containerPort: 2 },
          ],
        }),
      ]),
    ).toEqual([`${main}.ports[1].name`]);
  });

  it('is declared once per pod, for its containers share a network', () => {
    const two = (port: number) => ({
      containers: [
        container({ ports: [{ containerPort: 80 }] }),
        container({ name: 'b', ports: [{ containerPort: port }] }),
      ],
    });
    expect(placesOf(rule, [deployment('web', { pod: two(80) })])).toEqual([
      'Deployment/app/web spec.template.spec.containers[1].ports[0].containerPort',
    ]);
    expect(placesOf(rule, [deployment('web', { pod: two(81) })])).toEqual([]);
  });

  it('of a Service is there once, and named where there are several', () => {
    expect(
      placesOf(rule, [
        service('web', {
          ports: [
            { name: 'a', port: 1 },
            { name: 'b', port: 1 },
          ],
        }),
      ]),
    ).toEqual(['Service/app/web spec.ports[1].port']);
    expect(placesOf(rule, [service('web', { ports: [{ name: 'a', port: 1 }, { port: 2 }] })])).toEqual([
      'Service/app/web spec.ports[1].name',
    ]);
    expect(
      placesOf(rule, [
        service('web', {
          ports: [
            { name: 'a', port: 1 },
            { name: 'b', port: 1, protocol: 'UDP' },
          ],
        }),
      ]),
    ).toEqual([]);
  });
});
