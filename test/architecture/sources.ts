/** The files of src as text: what each imports, and its code without the comments. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/', import.meta.url));

export interface Source {
  /** Relative to src, with forward slashes. */
  readonly path: string;
  /** The folder below src, or the file's own name directly in src. */
  readonly stage: string;
  readonly lines: number;
  /** Without lines that are comments. */
  readonly code: string;
  /** Files of src, relative to it. `import type` counts: what a type names is known. */
  readonly local: readonly string[];
  /** Packages and `node:` modules, each with the names taken from it where they are listed. */
  readonly foreign: readonly { readonly module: string; readonly names: string }[];
}

export function sources(): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map(sourceOf);
}

/** Line by line, which is enough for code that a formatter has laid out. */
function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line))
    .join('\n');
}

const staticImport = /^(?:import|export)\s+(?:type\s+)?([^'";]*?)\s*from '([^']+)'/gm;
const bareImport = /^import '([^']+)'/gm;
const dynamicImport = /\bimport\(\s*'([^']+)'/g;

function sourceOf(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const code = withoutComments(text);
  const imports = [
    ...[...code.matchAll(staticImport)].map(([, names = '', module = '']) => ({ module, names })),
    ...[...code.matchAll(bareImport), ...code.matchAll(dynamicImport)].map(([, module = '']) => ({
      module,
      names: '',
    })),
  ];
  return {
    path,
    stage: path.split('/')[0] ?? path,
    lines: text.split('\n').length - 1,
    code,
    local: imports
      .filter(({ module }) => module.startsWith('.'))
      .map(({ module }) => normalize(join(dirname(path), module))),
    foreign: imports.filter(({ module }) => !module.startsWith('.')),
  };
}
