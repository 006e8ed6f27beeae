/** `nodeseed init`: one of the shipped profiles as a starting point. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { exitCodes, UsageError } from '../exit.ts';
import { fileFault, reason } from '../input.ts';

const folder = new URL('../../../profiles/', import.meta.url);

export interface InitCommand {
  readonly template?: string | undefined;
  readonly out?: string | undefined;
}

export function init({ template = firstTemplate(), out }: InitCommand): number {
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

/** The package says with which of its profiles to begin. */
function firstTemplate(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { config: { template: string } }).config.template;
}

/** Makes a file that is not there yet. */
export function writeNew(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode });
  } catch (error) {
    const { code } = error as { code?: string };
    const exists = code === 'EEXIST';
    const why = code === 'ENOENT' ? 'there is no such folder' : reason(error);
    const message = exists ? 'the file exists, and is not overwritten' : `cannot write the file: ${why}`;
    throw fileFault(file, exists ? 'file-exists' : 'file-unwritable', message);
  }
}
