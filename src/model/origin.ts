import type { Path } from '../shared/fault.ts';

/** Who put a part of a machine there, and which line of the profile asked for it. */
export interface Origin {
  readonly component: string;
  readonly path: Path;
}
