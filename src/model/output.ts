/** The result, and what may be asked of it. */
import type { Assembly } from './assembly.ts';
import type { Content } from './content.ts';
import type { Lock } from './lock.ts';
import type { Store } from './store.ts';

export interface BuildOptions {
  /** Adds a kubeconfig of an administrator of everything. */
  readonly adminKubeconfig?: boolean;
  /** What there is of artifacts that travel with machines; absent: none. */
  readonly artifacts?: Pick<Store, 'size'>;
  /** A bundle of its own for every node, with all that the nodes of its pool have in common. */
  readonly selfContained?: boolean;
  /** Which published files the programs are, and their digests. Absent: the catalogue says it. */
  readonly lock?: Lock;
}

/** A file of the result, relative to the output folder. */
export interface OutputFile<C extends Content | Assembly = Content | Assembly> {
  /** Relative, with forward slashes: `nodes/worker-001/user-data`. */
  readonly path: string;
  readonly content: C;
  /** Absent: a file of the whole cluster. */
  readonly node?: string;
}
