import {
  countDiagnostics,
  renderGithub,
  renderJson,
  renderSarif,
  renderText,
  sortDiagnostics,
  type Diagnostic,
} from '../../lib/diagnostics';

const inFile: Diagnostic = {
  rule: 'platform/unknown-key',
  severity: 'error',
  where: { kind: 'source', file: 'platforms/lab.yaml', line: 7, column: 3, field: 'spec.rolle' },
  got: 'unknown key rolle',
  want: 'one of role',
  fix: 'did you mean role?',
};

const onObject: Diagnostic = {
  rule: 'image/tag',
  severity: 'warning',
  where: {
    kind: 'object',
    component: 'a',
    object: 'Deployment/a/x',
    path: 'spec.template',
    file: 'dist/lab/a/Deployment-x y.yaml',
  },
  got: '100% of a, b\nand c',
  want: 'a tag',
  fix: 'write one',
};

const accepted: Diagnostic = {
  ...onObject,
  rule: 'pod-security/restricted',
  severity: 'error',
  waived: { reason: 'it mounts the host' },
};

const imageRule = {
  id: 'image/tag',
  severity: 'warning',
  summary: 'Images have tags.',
  why: 'Or else.',
} as const;

describe('diagnostics', () => {
  it('are sorted: errors first, waived ones last', () => {
    expect(sortDiagnostics([accepted, onObject, inFile])).toEqual([inFile, onObject, accepted]);
  });

  it('are counted by severity, waived ones apart', () => {
    expect(countDiagnostics([accepted, onObject, inFile])).toEqual({
      errors: 1,
      warnings: 1,
      notes: 0,
      waived: 1,
    });
  });
});

describe('diagnostics as text', () => {
  it('name place, rule, value, expectation and fix, waived ones with their reason last, and sum up', () => {
    expect(renderText([accepted, onObject, inFile], { colour: false }))
      .toBe(`platforms/lab.yaml:7:3  error  platform/unknown-key  spec.rolle
  got   unknown key rolle
  want  one of role
  fix   did you mean role?

Deployment/a/x spec.template  warning  image/tag  dist/lab/a/Deployment-x y.yaml
  got   100% of a, b
        and c
  want  a tag
  fix   write one

waived  pod-security/restricted  Deployment/a/x spec.template
        it mounts the host

1 error, 1 warning, 1 waived
`);
  });

  it('stand together where several places have the same finding', () => {
    const elsewhere: Diagnostic = { ...inFile, where: { kind: 'path', path: 'platforms/other.yaml' } };
    const text = renderText([elsewhere, inFile], { colour: false });
    expect(text.match(/ got /g)).toHaveLength(1);
    expect(text).toContain(
      'platforms/lab.yaml:7:3  error  platform/unknown-key  spec.rolle\nplatforms/other.yaml  error',
    );
    expect(text).toContain('2 errors\n');
  });

  it('are broken at the width, and aligned', () => {
    const text = renderText([{ ...inFile, got: 'one two three four five six seven' }], {
      colour: false,
      width: 30,
    });
    expect(text).toContain('  got   one two three four\n        five six seven\n');
  });

  it('use colour only when asked', () => {
    const escape = '\u001b';
    expect(renderText([inFile], { colour: false })).not.toContain(escape);
    expect(renderText([inFile], { colour: true })).toContain(escape);
  });

  it('show control characters of a value instead of sending them to the terminal', () => {
    const text = renderText([{ ...inFile, got: 'a\u001b[31mb' }], { colour: false });
    expect(text).toContain('got   a\\x1b[31mb');
  });

  it('say so where there are none', () => {
    expect(renderText([], { colour: false })).toBe('no findings\n');
  });
});

describe('diagnostics as JSON', () => {
  it('keep their data, with counts', () => {
    const report: unknown = JSON.parse(renderJson([accepted, inFile]));
    expect(report).toEqual({ diagnostics: [inFile, accepted], errors: 1, warnings: 0, notes: 0, waived: 1 });
  });
});

describe('diagnostics as GitHub annotations', () => {
  it('escape what would end a field, and leave waived ones out', () => {
    const odd: Diagnostic = {
      ...inFile,
      where: { kind: 'source', file: 'a,b:c.yaml', line: 1, column: 2 },
      severity: 'note',
    };
    expect(renderGithub([inFile, onObject, accepted, odd])).toBe(
      '::error file=platforms/lab.yaml,line=7,col=3,title=platform/unknown-key::got unknown key rolle; want one of role. did you mean role?\n' +
        '::warning file=dist/lab/a/Deployment-x y.yaml,title=image/tag::Deployment/a/x spec.template: got 100%25 of a, b%0Aand c; want a tag. write one\n' +
        '::notice file=a%2Cb%3Ac.yaml,line=1,col=2,title=platform/unknown-key::got unknown key rolle; want one of role. did you mean role?\n',
    );
  });

  it('need no file', () => {
    const argument: Diagnostic = { ...inFile, where: { kind: 'argument', argument: '--colour' } };
    expect(renderGithub([argument])).toMatch(/^::error title=platform\/unknown-key::--colour: got /);
  });
});

describe('diagnostics as SARIF', () => {
  const read = (text: string): unknown => JSON.parse(text);

  it('have places with line and column, or the file and the field of an object', () => {
    expect(read(renderSarif([inFile, accepted]))).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'platform/unknown-key',
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'platforms/lab.yaml' },
                    region: { startLine: 7, startColumn: 3 },
                  },
                  logicalLocations: [{ fullyQualifiedName: 'spec.rolle' }],
                },
              ],
            },
            {
              ruleId: 'pod-security/restricted',
              locations: [
                {
                  physicalLocation: { artifactLocation: { uri: 'dist/lab/a/Deployment-x%20y.yaml' } },
                  logicalLocations: [{ fullyQualifiedName: 'Deployment/a/x spec.template' }],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('are suppressed with the reason where they are waived', () => {
    expect(read(renderSarif([accepted]))).toMatchObject({
      runs: [{ results: [{ suppressions: [{ status: 'accepted', justification: 'it mounts the host' }] }] }],
    });
  });

  it('point at the help text of their rule', () => {
    const log = read(renderSarif([onObject, inFile], { rules: [imageRule], version: '1.2.3' }));
    expect(log).toMatchObject({
      runs: [
        {
          tool: {
            driver: {
              name: 'drydock',
              version: '1.2.3',
              rules: [
                {
                  id: 'image/tag',
                  help: { text: 'Images have tags. Or else.' },
                  defaultConfiguration: { level: 'warning' },
                },
                { id: 'platform/unknown-key', help: { text: 'did you mean role?' } },
              ],
            },
          },
          results: [{ ruleIndex: 1 }, { ruleIndex: 0 }],
        },
      ],
    });
  });
});
