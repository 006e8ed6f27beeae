/** The programs of a running system on the files that are theirs: accounts, folders, kernel parameters. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scratchFolder } from '../formats/support/on-disk.ts';
import { available, missing, type Ran, run } from '../support/judges.ts';
import { has, onePerPool } from './outputs.ts';
import { rootWith } from './support/on-disk.ts';

const scratch = scratchFolder();

/** Makes the accounts; nothing that it says is a fault, since it tells what it does. */
function sysusers(root: string): void {
  const done = run('systemd-sysusers', ['--root', root]);
  assert.is(done.status, 0, done.stderr);
  for (const line of done.stderr.trim().split('\n')) assert.match(line, /^(?:Creating (?:group|user) .*)?$/);
}

/** Fields of the lines of /etc/passwd and /etc/group, without the password. */
function entries(root: string, file: string): string[][] {
  const lines = readFileSync(join(root, 'etc', file), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => line.split(':').filter((_, index) => index !== 1));
}

if (available('systemd-sysusers', 'systemd') && process.getuid?.() === 0) {
  for (const one of onePerPool().filter((node) => has(node, '/etc/sysusers.d/nodeseed.conf'))) {
    test(`${one.title}: systemd-sysusers makes its accounts with their numbers`, () => {
      const { users, groups } = one.machine;
      const root = rootWith(scratch, one, /^\/etc\/sysusers\.d\//);
      sysusers(root);
      const [passwd, group] = [entries(root, 'passwd'), entries(root, 'group')];
      const gid = (name: string) => String(groups.find((each) => each.name === name)?.gid);
      for (const { name, uid, group: primary, description, home, shell } of users) {
        const found = passwd.find(([first]) => first === name);
        assert.equal(found, [name, String(uid), gid(primary), description, home, shell]);
      }
      for (const { name } of groups) {
        assert.equal(group.find(([first]) => first === name)?.slice(0, 2), [name, gid(name)]);
      }
    });
  }

  for (const one of onePerPool()) {
    test(`${one.title}: systemd-tmpfiles makes every folder and link, those below /run too`, () => {
      const root = rootWith(scratch, one, /^\/etc\/(?:sysusers|tmpfiles)\.d\//);
      sysusers(root);
      const done = run('systemd-tmpfiles', ['--root', root, '--create', 'nodeseed.conf']);
      assert.equal([done.status, done.stdout, done.stderr], [0, '', '']);
      const { users, groups, directories } = one.machine;
      assert.ok(directories.length > 0);
      for (const { path, mode, user, group } of directories) {
        const found = statSync(join(root, path));
        const uid = users.find(({ name }) => name === user)?.uid ?? 0;
        const gid = groups.find(({ name }) => name === group)?.gid ?? 0;
        assert.equal([path, found.mode & 0o7777, found.uid, found.gid], [path, mode, uid, gid]);
      }
    });
  }
} else missing('accounts and folders with owners need root');

/** Prints what it would set. */
function sysctl(file: string): Ran {
  return run('sysctl', ['--dry-run', '--load', file]);
}

if (available('sysctl', 'procps')) {
  test('sysctl reads every kernel parameter as it was meant', () => {
    for (const one of onePerPool()) {
      const path = '/etc/sysctl.d/90-nodeseed.conf';
      // An etcd node of its own has nothing to set.
      const sets = Object.keys(one.machine.sysctls).length > 0;
      assert.is(sets || one.node.role !== 'etcd', has(one, path), one.title);
      if (!sets) continue;
      const done = sysctl(join(rootWith(scratch, one, /^\/etc\/sysctl\.d\//), path));
      const wanted = Object.entries(one.machine.sysctls).map(([key, value]) => `${key} = ${value}\n`);
      assert.equal([done.status, done.stderr, done.stdout], [0, '', wanted.join('')], one.title);
    }
  });
}

test.run();
