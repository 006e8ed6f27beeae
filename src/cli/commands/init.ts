/** `nodeseed init`: one of the shipped profiles as a starting point. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { exitCodes, Reported, UsageError } from '../exit.ts';
import { reason } from '../input.ts';

const folder = new URL('../../../profiles/', import.meta.url);

export function init({ template, out }: { template: string; out?: string | undefined }): number {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort();
  if (!names.includes(template))
    throw new UsageError(`there is no template ${template}; there are ${names.join(', ')}`);
  const text = readFileSync(new URL(`${template}.yaml`, folder), 'utf8');
  if (out === undefined) process.stdout.write(text);
  else writeNew(out, text, 0o644);
  return exitCodes.done;
}

/** Makes a file that is not there yet. */
export function writeNew(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode });
  } catch (error) {
    const exists = (error as { code?: string }).code === 'EEXIST';
    const message = exists
      ? 'the file exists, and is not overwritten'
      : `cannot write the file: ${reason(error)}`;
    throw new Reported([
      {
        fault: { code: exists ? 'file-exists' : 'file-unwritable', message, path: [] },
        source: { file, text: '' },
        range: { line: 1, column: 1, length: 1 },
      },
    ]);
  }
}
