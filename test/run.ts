/**
 * Runs every `*.test.ts` below `test/` (or those whose path contains one of the words given) in a process of its own,
 * two at a time, and adds up what they report. A file that reports no test and does not say `NOT RUN` has forgotten `test.run()`:
 * that is a failure.
 * Virtual machines and whole clusters take many minutes and all cores: they are run where a word has their folder's name in it, after
 * the others and one at a time.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columns } from './boot/table.ts';
import { mergedTables } from './support/tables.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2);
const slowFolders = ['qemu', 'cluster-boot'];
const slow = slowFolders.filter((folder) => !words.some((word) => word.includes(folder)));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !slow.some((folder) => file.includes(`${folder}/`)))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

interface Outcome {
  readonly file: string;
  readonly ok: boolean;
  readonly total: number;
  readonly passed: number;
  readonly seconds: number;
  /** What this machine could not run, and why. */
  readonly notRun: readonly string[];
  readonly text: string;
}

function runFile(file: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, file)], {
      cwd: join(root, '..'),
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = performance.now();
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    child.on('close', (code) => {
      const total = Number(/^\s*Total:\s+(\d+)/m.exec(text)?.[1] ?? 0);
      const passed = Number(/^\s*Passed:\s+(\d+)/m.exec(text)?.[1] ?? 0);
      const seconds = (performance.now() - started) / 1000;
      const notRun = text.split('\n').filter((line) => line.startsWith('NOT RUN: '));
      const ok = code === 0 && passed === total && (total > 0 || notRun.length > 0);
      resolve({ file, ok, total, passed, seconds, notRun, text });
    });
  });
}

const alone = files.filter((file) => slowFolders.some((folder) => file.includes(`${folder}/`)));
const queue = files.filter((file) => !alone.includes(file));
const outcomes: Outcome[] = [];
async function lane(queue: string[]): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const outcome = await runFile(file);
    outcomes.push(outcome);
    const name = relative('.', join('test', file));
    console.log(
      `${outcome.ok ? 'ok  ' : 'FAIL'} ${name} (${outcome.passed}/${outcome.total}), ${outcome.seconds.toFixed(1)} s`,
    );
    for (const line of outcome.notRun) console.log(`     ${line}`);
    if (!outcome.ok) console.log(outcome.text);
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, () => lane(queue)));
await lane(alone);

outcomes.sort((one, other) => files.indexOf(one.file) - files.indexOf(other.file));
const printed = outcomes.map(({ text }) => text);
for (const table of mergedTables(printed, columns)) console.log(['', ...table].join('\n'));

const passed = outcomes.reduce((sum, one) => sum + one.passed, 0);
const failed = outcomes.reduce((sum, one) => sum + (one.ok ? 0 : Math.max(1, one.total - one.passed)), 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
