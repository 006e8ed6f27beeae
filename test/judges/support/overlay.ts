/** What a command changes in a Debian root, without changing it. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, run } from '../../support/judges.ts';

/** $1 the image, $2 where the changes are put, then a command, which finds the root in /mnt. An overlay lies on no overlay. */
const over = `
set -e
image=$1; changes=$2; shift 2
mount -t tmpfs none /tmp
mkdir /tmp/upper /tmp/work
mount -t overlay -o "lowerdir=$image,upperdir=/tmp/upper,workdir=/tmp/work" overlay /mnt
"$@"
for name in bin sbin lib lib64 var/run; do printf '%s -> %s\\n' "$name" "$(readlink "/mnt/$name")"; done
cp -a /tmp/upper/. "$changes"
`;

export interface Changed extends Ran {
  /** Only what was made or changed. */
  readonly root: string;
}

/** Standard output ends in where the folders lead to that are links on a merged-/usr root. */
export function onImage(image: string, scratch: string, command: readonly string[]): Changed {
  const root = join(mkdtempSync(join(scratch, 'changes-')), 'root');
  mkdirSync(root);
  return { root, ...run('unshare', ['--mount', 'sh', '-c', over, 'sh', image, root, ...command]) };
}
