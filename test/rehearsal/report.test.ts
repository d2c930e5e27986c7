import type { Rehearsal } from '../../lib/rehearsal';
import {
  rehearsalJson,
  rehearsalSvg,
  rehearsalText,
  viewLines,
  waitingSince,
  type View,
} from '../../lib/rehearsal';

const rehearsal: Rehearsal = {
  platform: 'onprem',
  verdict: 'failed',
  seconds: 91.24,
  phases: [{ name: 'the stage', seconds: 4.04 }],
  notes: ['Kubernetes v1.34.2 stands in for 1.33.'],
  standIns: [
    { what: 'operator <cert>', why: 'no container runs', objects: ['A/a', 'A/b', 'A/c', 'A/d', 'A/e'] },
  ],
  diagnostics: [
    {
      rule: 'rehearsal/unschedulable',
      severity: 'error',
      where: {
        kind: 'object',
        component: 'serving',
        object: 'Deployment/serving/iris',
        path: '',
        file: 'serving/Deployment-iris.yaml',
      },
      got: '0/3 nodes are available',
      want: 'a declared node that takes every pod',
      fix: 'ask for less',
    },
  ],
  acts: [
    {
      title: 'upgrade',
      ending: 'stalled',
      seconds: 60.26,
      note: 'a & b',
      states: [],
      applications: [
        { name: 'onprem', component: '', wave: 0, created: 0, synced: 12.04, retries: 0, waits: [] },
        {
          name: 'onprem-serving',
          component: 'serving',
          wave: 3,
          created: 4,
          retries: 2,
          waits: [{ on: '/PersistentVolumeClaim/data', from: 5, to: 60 }],
        },
      ],
      changes: {
        created: ['Service/serving/new'],
        changed: [],
        replaced: [],
        pruned: [],
        kept: [],
        restarted: ['Deployment/serving/iris'],
        refused: [],
      },
    },
  ],
};

describe('the report of a rehearsal', () => {
  it('tells people act by act what happened, what is wrong and what was not real', () => {
    expect(rehearsalText(rehearsal, { colour: false }))
      .toBe(`upgrade: stuck: nothing moved any more after 60.3 s (a & b)
  wave  Application     created  synced  healthy
  root  onprem          0.0 s    12.0 s  -
  3     onprem-serving  4.0 s    -       -        2 retries, waited 55.0 s for PersistentVolumeClaim/data
  created 1: Service/serving/new
  restarted 1: Deployment/serving/iris

Deployment/serving/iris  error  rehearsal/unschedulable  serving/Deployment-iris.yaml
  got   0/3 nodes are available
  want  a declared node that takes every pod
  fix   ask for less

1 error

Not real here
  operator <cert>: no container runs (A/a, A/b, A/c, A/d and 1 more)
  Kubernetes v1.34.2 stands in for 1.33.

failed: onprem, 1 act in 91 s
`);
  });

  it('tells programs the same, with times of one decimal', () => {
    const report: unknown = JSON.parse(rehearsalJson(rehearsal));
    expect(report).toMatchObject({
      verdict: 'failed',
      seconds: 91.2,
      acts: [{ title: 'upgrade', seconds: 60.3, changes: { restarted: ['Deployment/serving/iris'] } }],
      diagnostics: [{ rule: 'rehearsal/unschedulable' }],
    });
  });

  it('draws a bar for every Application, and escapes what people have written', () => {
    const svg = rehearsalSvg(rehearsal);
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg).toContain('a &amp; b');
    expect(svg).toContain('3  onprem-serving');
    expect(svg).toContain('PersistentVolumeClaim/data: 55.0 s');
  });
});

describe('the view of a running act', () => {
  const view = (seconds: number): View => ({
    title: 'installation',
    seconds,
    places: [
      { name: 'onprem', component: '', wave: 0 },
      { name: 'onprem-serving', component: 'serving', wave: 3 },
    ],
    states: [
      {
        name: 'onprem',
        sync: 'OutOfSync',
        health: 'Progressing',
        revision: 'c',
        phase: 'Running',
        message: 'waiting for healthy state of argoproj.io/Application/onprem-serving',
        retries: 0,
        resources: [],
        results: [],
        conditions: [],
      },
    ],
  });

  it('says by wave what is waited for, and for how long', () => {
    const since = waitingSince();
    since(view(2));
    expect(viewLines(view(9), since(view(9)))).toEqual([
      'installation, 9 s',
      '  root  onprem          OutOfSync, Progressing, waits for argoproj.io/Application/onprem-serving (7 s)',
      '     3  onprem-serving  not yet there',
    ]);
  });
});
