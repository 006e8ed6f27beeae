/** bash itself says whether a script without its comments is still the same script: it prints what it has understood. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shippedScript, wholeScript } from '../../src/shared/shipped-script.ts';
import { available, run } from '../support/judges.ts';

const src = fileURLToPath(new URL('../../src', import.meta.url));
const scripts = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.sh'),
);

function understood(script: string): string {
  const done = run('bash', ['--pretty-print'], { input: script });
  assert.is(done.status, 0, done.stderr);
  // It prints what parts two commands too.
  return done.stdout.replaceAll(/^\s*\n/gm, '');
}

if (available('bash', 'bash')) {
  for (const name of scripts) {
    test(`${name}: shipped, it says the same to a shell`, () => {
      const source = readFileSync(join(src, name), 'utf8');
      const shipped = shippedScript(source);
      assert.is(understood(shipped), understood(wholeScript(source)));
      assert.ok(shipped.length < source.length);
    });
  }
}

test('the comment at the head stays, and so does what is no comment', () => {
  const source =
    "#!/bin/sh\n# What it does.\n\nset -u\n\n# why\nsay 'a # b'\n  # more\ncat <<EOT\n# text\n\nEOT\n# end\n";
  assert.is(
    shippedScript(source),
    "#!/bin/sh\n# What it does.\nset -u\nsay 'a # b'\ncat <<EOT\n# text\n\nEOT\n",
  );
});

test('what scripts have in common stands where they take it in', () => {
  const shipped = shippedScript('#!/bin/sh\n# What it does.\nset -u\n. table.sh\nsay two\n');
  assert.match(shipped, /^#!\/bin\/sh\n# What it does\.\nset -u\nnewline='\n'\nsay\(\) \{\n/);
  assert.ok(shipped.endsWith('\n}\nsay two\n'));
  assert.not.match(shipped, 'table.sh');
});

test.run();
