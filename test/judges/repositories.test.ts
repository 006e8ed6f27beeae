/** Package managers on the repositories that they are given, and gpg on the keys. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { put, scratchFolder } from '../formats/support/on-disk.ts';
import { available, type Ran, run } from '../support/judges.ts';
import { everyNode, has, onePerPool } from './outputs.ts';
import { rootWith } from './support/on-disk.ts';

const scratch = scratchFolder();
const repository =
  /^\/etc\/(?:yum\.repos\.d\/.*\.repo|pki\/rpm-gpg\/.*|apt\/(?:sources\.list\.d|keyrings)\/.*)$/;

if (available('gpg', 'gpg')) {
  test('gpg finds one or more keys in every key file of a package repository', () => {
    const keys = onePerPool().flatMap((one) => {
      const root = rootWith(scratch, one, repository);
      const paths = one.machine.files.map(({ path }) => path);
      return paths.filter((path) => /\/(?:rpm-gpg|keyrings)\//.test(path)).map((path) => join(root, path));
    });
    assert.ok(keys.length > 0);
    mkdirSync(join(scratch, 'gnupg'), { mode: 0o700 });
    for (const key of keys) {
      const done = run('gpg', ['--homedir', join(scratch, 'gnupg'), '--show-keys', '--with-colons', key]);
      assert.is(done.status, 0, done.stderr);
      assert.match(done.stdout, /^pub:/m);
    }
  });
}

/** yum reads its files with this module of Python's. */
const readRepository = `
import configparser, json, sys
parser = configparser.ConfigParser()
parser.read(sys.argv[1])
print(json.dumps({section: dict(parser[section]) for section in parser.sections()}))
`;

if (available('python3', 'python3')) {
  test('a .repo file says where packages are and that their signatures are checked with a key that is there', () => {
    const repositories = everyNode().flatMap((one) => {
      const root = rootWith(scratch, one, repository);
      const paths = one.machine.files.map(({ path }) => path).filter((path) => path.endsWith('.repo'));
      return paths.map((path) => ({ one, file: join(root, path) }));
    });
    assert.ok(repositories.length > 0);
    for (const { one, file } of repositories) {
      const done = run('python3', ['-c', readRepository, file]);
      assert.equal([done.status, done.stderr], [0, '']);
      for (const [name, fields] of Object.entries<Record<string, string>>(JSON.parse(done.stdout))) {
        assert.ok(one.machine.packages.repositories.some((each) => each.name === name));
        assert.match(fields['baseurl'] ?? '', /^https?:\/\//);
        assert.equal([fields['gpgcheck'], fields['enabled']], ['1', '1']);
        assert.ok(has(one, new URL(fields['gpgkey'] ?? '').pathname));
      }
    }
  });
}

function apt(root: string): Ran {
  put(root, '/etc/apt/sources.list', '');
  mkdirSync(join(root, 'etc/apt/sources.list.d'), { recursive: true });
  const folders = {
    'Dir::Etc': `${root}/etc/apt`,
    'Dir::State': `${root}/state`,
    'Dir::Cache': `${root}/cache`,
  };
  const options = Object.entries(folders).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return run('apt-get', [...options, 'update', '--print-uris']);
}

if (available('apt-get', 'apt')) {
  test('apt-get knows where to ask for the packages of every repository', () => {
    for (const one of onePerPool().filter(({ node }) => node.system.packageManager === 'apt')) {
      const root = rootWith(scratch, one, repository);
      const done = apt(root);
      assert.equal([done.status, done.stderr], [0, ''], one.title);
      for (const { fields } of one.machine.packages.repositories) {
        assert.match(done.stdout, (fields['URIs'] ?? '').replace(/\/$/, ''));
      }
    }
  });
}

test.run();
