/** Values that some reader on the way to the node takes for something else. */
import fc from '../../support/property.ts';

const fragments = [
  ...['"', "'", '`', '\\', '\\n', '\\"', '%', '%%', '%n', '%41', '$', '$$', '${HOME}', '$(id)', '`id`'],
  ...[
    '{{x}}',
    '{% x %}',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '&a',
    '*a',
    '!!str',
    '|',
    '#',
    ' # ',
    ';',
    ' ; ',
    ':',
    ': ',
  ],
  ...[
    '=',
    ',',
    '/',
    '//',
    '..',
    '../..',
    '.',
    '-',
    '--',
    ' -',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\n- x',
    '\n[x]',
  ],
  ...['\0', '\u0001', '\u001b[31m', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029', '\ufeff', '\u202e'],
  ...[
    '😀',
    'ü',
    '日本',
    'yes',
    'no',
    '~',
    'null',
    '0644',
    '1e3',
    '---',
    '@',
    '+',
    '^',
    '?',
    '_',
    'a',
    'b1',
    'x.y',
    '0',
  ],
];

/** The same as they stand, and what they do where nothing is around them. */
const known = [
  '',
  ...fragments,
  ...[
    '-rf',
    '--config=/x',
    '../../etc/passwd',
    '/etc/../x',
    "it's",
    'a"b',
    'a\\',
    'true',
    '10.0.0.1',
    '::1',
    '::ffff:10.0.0.1',
  ],
  'x'.repeat(70),
  'x'.repeat(300),
  'valueOf',
  'constructor',
  'a=b,c=d',
  'PROFILE',
];

/** `base`: something the field takes, so that only what is put into it is odd. */
export function hostileValues(base: string, count: number): string[] {
  const mixed = fc
    .array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 4 })
    .map((all) => all.join(''));
  const inside = fc
    .tuple(fc.constantFrom(...fragments), fc.nat(base.length))
    .map(([fragment, at]) => base.slice(0, at) + fragment + base.slice(at));
  const random = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/\p{Surrogate}/u.test(text));
  const arbitrary = fc.oneof(
    { weight: 4, arbitrary: inside },
    { weight: 3, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: mixed },
    { weight: 1, arbitrary: random },
  );
  return [base, ...fc.sample(arbitrary, count)];
}
