/** Two sets of files, compared byte by byte and told apart in words that fit on a screen. */
import { createTwoFilesPatch } from 'diff';
import type { Files } from './files.ts';

const mostLines = 60;
const longestLine = 200;

/** One text a difference; none for equal sets. */
export function differences(recorded: Files, built: Files): string[] {
  const paths = [...new Set([...recorded.keys(), ...built.keys()])].sort();
  return paths.flatMap((path) => {
    const before = recorded.get(path);
    const after = built.get(path);
    if (before === undefined) return [`${path} is new`];
    if (after === undefined) return [`${path} is no longer made`];
    return Buffer.compare(before, after) === 0 ? [] : [difference(path, before, after)];
  });
}

function difference(path: string, before: Uint8Array, after: Uint8Array): string {
  const patch = createTwoFilesPatch(`recorded/${path}`, `built/${path}`, text(before), text(after), '', '', {
    context: 2,
  });
  const lines = patch
    .split('\n')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}...` : line));
  const rest = lines.length - mostLines;
  return rest > 0 ? [...lines.slice(0, mostLines), `... ${rest} more lines`].join('\n') : lines.join('\n');
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
