/** The fenced blocks of a Markdown text, and what a shown output has to do with a real one. */

export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

export function blocks(markdown: string): Block[] {
  const found: Block[] = [];
  let open: { language: string; line: number; text: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!fence) open?.text.push(line);
    else if (!open) open = { language: (fence[1] ?? '').trim(), line: index + 2, text: [] };
    else {
      found.push({ language: open.language, line: open.line, text: open.text.join('\n') });
      open = undefined;
    }
  }
  if (open) throw new Error(`the block at line ${open.line} does not end`);
  return found;
}

export interface Step {
  readonly command: string;
  /** What the block shows of its output; undefined where it shows nothing. */
  readonly output?: string;
}

/** A `sh` block is one script; in a `console` block lines after `$ ` are commands and the others their output. */
export function steps({ language, text }: Block): Step[] {
  if (language === 'sh') return [{ command: text }];
  const found: { command: string; output: string[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), output: [] });
    else found.at(-1)?.output.push(line);
  }
  return found.map(({ command, output }) =>
    output.length > 0 ? { command, output: output.join('\n') } : { command },
  );
}

/** In what is shown, `...` stands for anything: alone on its line for any lines, else for any part of one. */
export function matchesShown(shown: string, real: string): boolean {
  const pattern = shown
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '...' ? '(?:.*\\n)*' : `${linePattern(line)}\\n`))
    .join('');
  return new RegExp(`^${pattern}$`).test(`${real.trim()}\n`);
}

function linePattern(line: string): string {
  return line
    .trimEnd()
    .split('...')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
}
