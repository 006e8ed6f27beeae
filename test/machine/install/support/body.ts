/** A test in a sandbox of its own, and what its runs must have come to. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Outcome, Sandbox, sandboxWorks } from './sandbox.ts';

const works = sandboxWorks();

export function inSandbox(name: string, body: (sandbox: Sandbox) => void | Promise<void>): void {
  // On a machine that does not let us, `sandboxWorks` has said so.
  if (!works) {
    test.skip(name, () => {});
    return;
  }
  test(name, async () => {
    const sandbox = new Sandbox();
    try {
      await body(sandbox);
    } finally {
      sandbox.remove();
    }
  });
}

export function succeeded({ status, lines }: Outcome): void {
  assert.is(lines.filter((line) => /FAILED|stderr/.test(line)).join('\n'), '');
  assert.is(status, 0, lines.join('\n'));
}

/** The lines that tell of failures. */
export function failure({ status, lines }: Outcome): string {
  assert.is(status, 1, lines.join('\n'));
  assert.is(lines.filter((line) => line.startsWith('stderr')).join('\n'), '');
  return lines.filter((line) => line.startsWith('FAILED')).join('\n');
}
