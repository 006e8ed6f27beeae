/** The machine's name as a file, for formats that have no word for it. */
import { type Content, publicContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';

export interface HostnameFile {
  readonly path: '/etc/hostname';
  readonly content: Content<'public'>;
}

/** Nothing where the machine brings an /etc/hostname of its own, or gets its name from where it runs. */
export function hostnameFile(machine: Machine): HostnameFile[] {
  const path = '/etc/hostname';
  if (machine.hostname === undefined || machine.files.some((file) => file.path === path)) return [];
  return [{ path, content: publicContent(`${machine.hostname}\n`) }];
}
