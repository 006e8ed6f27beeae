/** Shell scripts as machines get them. */
import { readFileSync } from 'node:fs';

const table = readFileSync(new URL('../../src/shared/table.sh', import.meta.url), 'utf8');

/** With what two of them have in common in the place of their line `. table.sh`: on a machine each is one file. */
export function wholeScript(source: string): string {
  return source.replace(/^\. table\.sh$/m, () => table.trimEnd());
}

/**
 * Whole, with the comment at its head, without those further down and without blank lines, which are for whoever reads it in the
 * source. A machine's first configuration has to fit its platform, and they are a quarter of it.
 */
export function shippedScript(source: string): string {
  let inHead = true;
  let hereDocument: string | undefined;
  const kept = wholeScript(source)
    .split('\n')
    .filter((line) => {
      if (hereDocument !== undefined) {
        if (line === hereDocument) hereDocument = undefined;
        return true;
      }
      hereDocument = /<<'?([A-Z]+)'?/.exec(line)?.[1];
      inHead &&= line.startsWith('#');
      return inHead || !/^\s*(#.*)?$/.test(line);
    });
  return `${kept.join('\n')}\n`;
}
