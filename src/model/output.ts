/** A file of the result, relative to the output folder. */
import type { Content } from './content.ts';

export interface OutputFile {
  /** Relative, with forward slashes: `nodes/worker-001/user-data`. */
  readonly path: string;
  readonly content: Content;
  /** Absent: a file of the whole cluster. */
  readonly node?: string;
}
