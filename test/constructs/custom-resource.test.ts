import fc from 'fast-check';
import { customResourceDefinition, kubernetesTypes, schemaTypes } from '../../lib/constructs/custom-resource';

const one = (notation: string, props = {}): unknown => [...schemaTypes(notation, props).values()].at(-1);

describe('the notation of types', () => {
  it('reads fields, what is required and what is there by default', () => {
    expect(one('Port: number int32!, name string, protocol string="TCP"')).toEqual({
      type: 'object',
      properties: {
        number: { type: 'integer', format: 'int32' },
        name: { type: 'string' },
        protocol: { type: 'string', default: 'TCP' },
      },
      required: ['number'],
    });
  });

  it('reads lists and maps, how they merge and how long they may be', () => {
    expect(
      one(
        'Item: name string!\nAll: a [Item by name+port], b [string atomic], c {Item}, d [Item 1..9], e [string ..5]',
      ),
    ).toMatchObject({
      properties: {
        a: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name', 'port'] },
        b: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
        c: { type: 'object', additionalProperties: { required: ['name'] } },
        d: { minItems: 1, maxItems: 9 },
        e: { maxItems: 5 },
      },
    });
  });

  it('takes over the fields of another type, required ones included', () => {
    expect(one('Base: name string!\nMore atomic: ...Base, size int64')).toEqual({
      type: 'object',
      properties: { name: { type: 'string' }, size: { type: 'integer', format: 'int64' } },
      required: ['name'],
      'x-kubernetes-map-type': 'atomic',
    });
  });

  it('goes on with the next line, and keeps commas in texts', () => {
    expect(one('A: one string="a, b",\n  two string')).toMatchObject({
      properties: { one: { default: 'a, b' }, two: { type: 'string' } },
    });
  });

  it('refuses a type that comes later or never', () => {
    expect(() => schemaTypes('A: b B')).toThrow('no type B before its first use');
  });

  it('uses types of others, values of its own, and rules', () => {
    const schema = one('A: mode Mode!, where LabelSelector', {
      uses: kubernetesTypes,
      values: { Mode: { type: 'string', enum: ['x'] } },
      rules: { A: [{ rule: 'true', message: 'always' }] },
    });
    expect(schema).toMatchObject({
      properties: { mode: { enum: ['x'] }, where: { 'x-kubernetes-map-type': 'atomic' } },
      'x-kubernetes-validations': [{ rule: 'true', message: 'always' }],
    });
  });

  it('gives every field that is written, whatever it is called', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 12 }), (names) => {
        const schema = one(
          `T: ${names.map((each, index) => `${each} string${index % 2 === 0 ? '!' : ''}`).join(', ')}`,
        );
        expect(schema).toMatchObject({
          properties: Object.fromEntries(names.map((each) => [each, { type: 'string' }])),
          required: names.filter((_, index) => index % 2 === 0).sort(),
        });
      }),
    );
  });
});

describe('a definition', () => {
  it('names itself after the kind', () => {
    expect(
      customResourceDefinition({
        group: 'example.com',
        kind: 'Widget',
        version: 'v1',
        description: 'A widget.',
        schema: { type: 'object' },
      }),
    ).toMatchObject({
      metadata: { name: 'widgets.example.com' },
      spec: {
        scope: 'Namespaced',
        names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
        versions: [{ schema: { openAPIV3Schema: { type: 'object', description: 'A widget.' } } }],
      },
    });
  });
});
