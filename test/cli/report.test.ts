/** How a fault looks to a reader. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultText } from '../../src/cli/report.ts';

const report = (text: string, column: number, length: number): string[] =>
  faultText({
    fault: { code: 'wrong-type', message: 'no', path: [] },
    source: { file: 'p.yaml', text },
    range: { line: 1, column, length },
  }).split('\n');

test('the mark stands under the value, behind tabs too', () => {
  assert.equal(report('a: b', 4, 1).slice(1), ['    1 | a: b', '      |    ^']);
  assert.equal(report('\ta: bcd', 5, 3).slice(1), ['    1 | \ta: bcd', '      | \t   ^^^']);
});

test('of a long line only what is around the value', () => {
  const [, line = '', mark = ''] = report(`${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`, 5001, 4);
  assert.ok(line.length < 200);
  assert.is(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1), 'HERE');
  assert.match(line, /\| \.\.\.x+HEREy+\.\.\.$/);
  const [, start = ''] = report(`HERE${'y'.repeat(5000)}`, 1, 4);
  assert.match(start, /\| HEREy+\.\.\.$/);
  const [, end = '', endMark = ''] = report(`${'x'.repeat(5000)}HERE`, 5001, 4);
  assert.is(end.slice(endMark.indexOf('^')), 'HERE');
});

test('what a terminal would act upon is not printed', () => {
  const [, line = ''] = report('a: \u001b[31mred\u009b', 4, 3);
  assert.is(line, '    1 | a: \ufffd[31mred\ufffd');
});

test('a line of a secrets file is not printed', () => {
  const text = faultText({
    fault: { code: 'secrets-format', message: 'no', expected: 'yes', path: [] },
    source: { file: 's.yaml', text: 'password', secret: true },
    range: { line: 1, column: 1, length: 8 },
  });
  assert.is(text, 's.yaml:1:1: error: no [secrets-format]\n  expected: yes');
});

test.run();
