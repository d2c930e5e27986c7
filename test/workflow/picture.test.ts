import fc from 'fast-check';
import {
  checkPipeline,
  Condition,
  ContainerStep,
  equal,
  graphOf,
  pipelinePicture,
  PipelineVolume,
  ResourceStep,
  SnapshotStep,
  VolumeStep,
  type Pipeline,
} from '../../lib/workflow';
import { layoutOf } from '../../lib/workflow/picture/layout';
import { busybox, piped } from './support';

const picture = (pipeline: Pipeline): string => pipelinePicture(checkPipeline(pipeline).units);

const classesOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<g class="(\w+)"/g)].map(([, name = '']) => name);

describe('the picture of a pipeline', () => {
  it('tells volumes, snapshots, resources and other steps apart', () => {
    const svg = picture(
      piped((p) => {
        const made = new VolumeStep(p, 'make', { size: '1Gi' });
        new SnapshotStep(p, 'snap', { volume: made.volume });
        new ResourceStep(p, 'object', { manifest: { kind: 'Job' } });
        new Condition(p, 'group', {
          if: equal(1, 2),
          then: (scope) => void new ContainerStep(scope, 'run', busybox),
        });
      }),
    );
    expect(classesOf(svg)).toEqual(
      ['group', 'container', 'volume', 'resource', 'snapshot'].sort(
        (a, b) => classesOf(svg).indexOf(a) - classesOf(svg).indexOf(b),
      ),
    );
    expect(new Set(classesOf(svg)).size).toBe(5);
    expect(svg).toContain('if 1 == 2');
  });

  it('is well-formed whatever steps are called', () => {
    const svg = picture(
      piped((p) => void new ContainerStep(p, 'a', { ...busybox, name: 'a <b> & "c" \u0007 é' })),
    );
    expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot; � é');
  });

  it('has a place for every step, none on top of another, and every line goes down', () => {
    const graph = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (pairs) => {
        const pipeline = piped((p) => {
          const volume = PipelineVolume.claim('x');
          const steps = Array.from(
            { length: 10 },
            (_, index) => new ContainerStep(p, `s${index}`, { ...busybox, volumes: { '/x': volume } }),
          );
          for (const [a, b] of pairs)
            if (a !== b) steps[Math.max(a, b)]?.after(...steps.slice(Math.min(a, b), Math.min(a, b) + 1));
        });
        const { placed, lines } = layoutOf(graphOf(checkPipeline(pipeline).units));
        expect(placed).toHaveLength(10);
        for (const [index, { box: a }] of placed.entries()) {
          for (const { box: b } of placed.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            expect(apart).toBe(true);
          }
        }
        for (const line of lines)
          for (const [index, [, y]] of line.entries())
            expect(y).toBeGreaterThanOrEqual(line[index - 1]?.[1] ?? 0);
      }),
      { numRuns: 50 },
    );
  });
});
