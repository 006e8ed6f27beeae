/** Files, directories and links of the user's own. */
import type { Node } from '../../cluster/cluster.ts';
import { publicContent } from '../../model/content.ts';
import type { Origin } from '../../model/machine.ts';
import type { Contribution } from '../contribution.ts';

interface AccessRights {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  readonly mode?: string | undefined;
}

export function ownFiles(node: Node): Contribution {
  const { files = [], directories = [], links = [] } = node.settings.host ?? {};
  const origin = (key: string, i: number): Origin => ({
    component: 'host',
    path: node.origin(['host', key, i]),
  });
  return {
    files: files.map((file, i) => ({
      path: file.path,
      content: publicContent(file.contents),
      ...rights(file, 0o644),
      origin: origin('files', i),
    })),
    directories: directories.map((item, i) => ({
      path: item.path,
      ...rights(item, 0o755),
      origin: origin('directories', i),
    })),
    links: links.map(({ path, target }, i) => ({ path, target, origin: origin('links', i) })),
  };
}

function rights(given: AccessRights, fallback: number): { mode: number; user: string; group: string } {
  const user = given.owner ?? 'root';
  const mode = given.mode === undefined ? fallback : Number.parseInt(given.mode, 8);
  return { mode, user, group: given.group ?? 'root' };
}
