/** A file of the system's network configuration, root's. */
import type { Content } from '../../model/content.ts';

export interface NetworkFile {
  readonly path: string;
  readonly mode: 0o600 | 0o644;
  readonly content: Content<'public'>;
}
