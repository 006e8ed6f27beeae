import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExec, parseExecStart, parseUnit, type Surroundings, valuesOf } from './systemd.ts';

test('sections, comments, space around a key and its value', () => {
  const text = ['# one', '[Unit]', '; two', ' Description =  a  b ', '', '[Install]', 'WantedBy=x=y'].join(
    '\n',
  );
  assert.equal(parseUnit(text), [
    { section: 'Unit', key: 'Description', value: 'a  b' },
    { section: 'Install', key: 'WantedBy', value: 'x=y' },
  ]);
});

test('a repeated key keeps its values until an empty one', () => {
  const settings = parseUnit('[Service]\nExecStart=/bin/a\nExecStart=\nExecStart=/bin/b\nExecStart=/bin/c\n');
  assert.equal(settings.length, 4);
  assert.equal(valuesOf(settings, 'Service', 'ExecStart'), ['/bin/b', '/bin/c']);
  assert.equal(valuesOf(settings, 'Unit', 'ExecStart'), []);
});

test('a continued line goes on behind comments', () => {
  const settings = parseUnit(
    '[Service]\nExecStart=/bin/a \\\n  # not this \\\n  ; nor this\n  --b \\\n  --c\nType=simple\n',
  );
  assert.equal(
    settings.map(({ key }) => key),
    ['ExecStart', 'Type'],
  );
  assert.equal(parseExecStart(settings[0]?.value ?? '').argv, ['/bin/a', '--b', '--c']);
});

test('two backslashes at the end continue nothing; the last line may', () => {
  assert.equal(
    parseUnit('[S]\na=x\\\\\nb=y\\').map(({ value }) => value),
    ['x\\\\', 'y'],
  );
});

test('a blank line ends a continued one', () => {
  assert.equal(
    parseUnit('[S]\na=x \\\n\nb=y\n').map(({ key, value }) => `${key}:${value}`),
    ['a:x', 'b:y'],
  );
});

for (const [why, text] of [
  ['a line that is no assignment', '[Unit]\nDescription\n'],
  ['an assignment before any section', 'Description=a\n'],
  ['a section that does not end', '[Unit\n'],
] as const) {
  test(`refused: ${why}`, () => {
    assert.throws(() => parseUnit(text));
  });
}

const commands: readonly [
  why: string,
  value: string,
  argv: readonly string[],
  surroundings?: Surroundings,
][] = [
  ['words', ' /bin/a   b\tc ', ['/bin/a', 'b', 'c']],
  ['double quotes', '/bin/a "b c" ""', ['/bin/a', 'b c', '']],
  ['single quotes', "/bin/a 'b \"c'", ['/bin/a', 'b "c']],
  ['quotes within a word', '/bin/a --x="b c"d', ['/bin/a', '--x=b cd']],
  ['escapes', '/bin/a \\x41\\101\\u00e9\\U0001F600\\s\\t\\"', ['/bin/a', 'AAé😀 \t"']],
  ['escapes in either quotes', `/bin/a "\\"b" '\\'c'`, ['/bin/a', '"b', "'c"]],
  ['bytes that make one character', '/bin/a \\xc3\\xa9', ['/bin/a', 'é']],
  ['an unknown escape keeps its backslash', '/bin/a \\q\\x4 \\000', ['/bin/a', '\\q\\x4', '\\000']],
  ['an escaped space parts nothing', '/bin/a b\\x20c', ['/bin/a', 'b c']],
  ['two percent signs', '/bin/a --e=a<10%%,b<5%%', ['/bin/a', '--e=a<10%,b<5%']],
  ['a specifier with a value', '/bin/a %i', ['/bin/a', 'x'], { specifiers: { i: 'x' } }],
  ['two dollars', '/bin/a $$HOME $${HOME} $$', ['/bin/a', '$HOME', '${HOME}', '$']],
  ['a dollar within a word', '/bin/a b$c', ['/bin/a', 'b$c']],
  ['a variable in braces', '/bin/a x${V}y', ['/bin/a', 'x1 2y'], { environment: { V: '1 2' } }],
  ['a variable on its own', '/bin/a $V', ['/bin/a', '1', '2'], { environment: { V: '1 2' } }],
  ['no variables behind a colon', ':/bin/a ${V} $W', ['/bin/a', '${V}', '$W']],
  ['another argv[0]', '@/bin/a b c', ['b', 'c']],
  ['an escaped semicolon', '/bin/a \\; b;c', ['/bin/a', ';', 'b;c']],
  ['a quoted semicolon', '/bin/a ";" b', ['/bin/a', ';', 'b']],
  ['an emoji', '/bin/a 👩‍🚀', ['/bin/a', '👩‍🚀']],
];
for (const [why, value, argv, surroundings] of commands) {
  test(`command line: ${why}`, () => {
    assert.equal(parseExecStart(value, surroundings).argv, argv);
  });
}

test('what stands before the program', () => {
  const { prefixes, path } = parseExecStart('-+/bin/a b');
  assert.equal({ prefixes, path }, { prefixes: '-+', path: '/bin/a' });
});

test('commands parted by a semicolon', () => {
  assert.equal(
    parseExec('/bin/a b ; -/bin/c').map(({ argv }) => argv),
    [['/bin/a', 'b'], ['/bin/c']],
  );
  assert.throws(() => parseExecStart('/bin/a b ; /bin/c'), /not one command/);
});

for (const [why, value, message] of [
  ['a specifier nobody gave a value', '/bin/a 10%,', /single %/],
  ['a percent sign at the end', '/bin/a 5%', /single %/],
  ['a variable nobody gave a value', '/bin/a ${V}', /unknown variable/],
  ['a variable word nobody gave a value', '/bin/a $V', /unknown variable/],
  ['an open quote', '/bin/a "b', /unbalanced/],
  ['no program', '-', /no program/],
  ['nothing', '', /not one command/],
] as const) {
  test(`refused: ${why}`, () => {
    assert.throws(() => parseExecStart(value), message);
  });
}

test.run();
