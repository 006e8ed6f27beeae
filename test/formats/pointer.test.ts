/** What fetches a machine's archive, in a root of its own: every shell, every program that it fetches with, everything that can go wrong. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tar } from '../../src/archive/tar.ts';
import { fetchScript } from '../../src/formats/pointer/script.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { gzip } from '../../src/shared/gzip.ts';
import { deadAddress, mirror } from '../machine/install/support/mirror.ts';
import { type Outcome, Sandbox, sandboxWorks } from '../machine/install/support/sandbox.ts';
import { available, run } from '../support/judges.ts';

const file = new URL('../../src/formats/pointer/fetch.sh', import.meta.url);

if (available('shellcheck', 'shellcheck')) {
  for (const [name, text] of Object.entries({
    'as it stands in src': readFileSync(file, 'utf8'),
    'as it is shipped': fetchScript,
  })) {
    test(`shellcheck has nothing to say of the script ${name}`, () => {
      const args = ['--shell=sh', '--enable=avoid-nullary-conditions', '-'];
      assert.is(run('shellcheck', args, { input: text }).stdout, '');
    });
  }
}

const path = '/first-boot/machine.tar.gz';
const archive = gzip(
  await tar([
    { type: 'directory', name: 'etc/secret', mode: 0o700, uid: 0, gid: 0 },
    { type: 'file', name: 'etc/secret/key', mode: 0o600, uid: 990, gid: 991, bytes: Buffer.from('a key\n') },
    { type: 'file', name: 'usr/bin/through-a-link', mode: 0o755, uid: 0, gid: 0, bytes: Buffer.from('x') },
  ]),
);

interface World {
  readonly sandbox: Sandbox;
  readonly fetch: (options?: Parameters<Sandbox['run']>[0]) => Promise<Outcome>;
}

function world(address: string, digest = sha256(archive)): World {
  const sandbox = new Sandbox();
  sandbox.write('/etc/nodeseed/fetch.sh', fetchScript, 0o755);
  sandbox.write('/etc/nodeseed/pointer', `${digest}\n${address}\n`, 0o600);
  // The pauses between the rounds are not what is under test here.
  sandbox.write('/usr/local/sbin/sleep', '#!/bin/sh\n', 0o755);
  const script = ['/etc/nodeseed/fetch.sh', '/etc/nodeseed/pointer'];
  return { sandbox, fetch: (options) => sandbox.run({ script, ...options }) };
}

if (sandboxWorks()) {
  const ways = [
    { shell: 'sh' },
    { shell: 'bash' },
    { shell: 'busybox' },
    { shell: 'sh', without: ['curl'] },
  ] as const;
  for (const way of ways) {
    test(`fetches, unpacks, starts the installer, and never again (${JSON.stringify(way)})`, async () => {
      const server = await mirror();
      server.answers.set(path, archive);
      const { sandbox, fetch } = world(server.url(path));
      try {
        const { status, lines } = await fetch(way);
        assert.is(status, 0, lines.join('\n'));
        assert.equal(lines, [`in place: sha256 ${sha256(archive)}`]);
        assert.is(sandbox.read('/etc/secret/key'), 'a key\n');
        assert.is(sandbox.rights('/etc/secret/key'), '-600 990:991');
        assert.is(sandbox.rights('/etc/secret'), 'd700 0:0');
        assert.is(sandbox.rights('/var/lib/nodeseed'), 'd700 0:0');
        assert.not.ok(sandbox.has('/var/lib/nodeseed/pointer.tar.gz'));
        assert.equal(sandbox.calls('systemctl'), [
          'daemon-reload',
          'restart --no-block nodeseed-install.service',
        ]);
        const again = await fetch(way);
        assert.equal(again, { status: 0, lines: ['in place already'] });
        assert.equal(server.requests, [path]);
      } finally {
        sandbox.remove();
        await server.close();
      }
    });
  }

  const broken: Readonly<
    Record<string, { answer?: Uint8Array | ((r: ServerResponse) => void); says: RegExp }>
  > = {
    'is not there': { says: /not fetched: .*404.*/ },
    'is another one': {
      answer: gzip(Buffer.from('x')),
      says: /refused: its sha256 is [0-9a-f]{64}, expected [0-9a-f]{64}/,
    },
    'has one bit flipped': {
      answer: archive.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
      says: /refused: .*/,
    },
    'breaks off in the middle': {
      answer: (response) => {
        response.writeHead(200, { 'content-length': archive.length });
        response.write(archive.subarray(0, 100), () => response.destroy());
      },
      says: /not fetched: .*/,
    },
  };
  for (const [what, { answer, says }] of Object.entries(broken)) {
    test(`an archive that ${what}: ten rounds, nothing on the disk, no word of the address`, async () => {
      const server = await mirror();
      if (answer) server.answers.set(path, answer);
      const { sandbox, fetch } = world(server.url(path));
      try {
        const { status, lines } = await fetch();
        assert.is(status, 1);
        assert.is(lines.length, 10, lines.join('\n'));
        const said = (before: string, after: string) => new RegExp(`^${before}${says.source}; ${after}$`);
        for (const line of lines.slice(0, 9))
          assert.match(line, said("the machine's archive: ", 'trying again in 3 s'));
        const remedy = 'put what build wrote into serve/ at delivery.url; the next try is in a minute';
        assert.match(lines[9] ?? '', said("FAILED the machine's archive: ", remedy));
        assert.not.match(lines.join('\n'), 'first-boot');
        assert.not.ok(sandbox.has('/etc/secret'));
        assert.equal(sandbox.calls('systemctl'), []);
        // Once it is right, the next run does the work.
        server.answers.set(path, archive);
        assert.is((await fetch()).status, 0);
      } finally {
        sandbox.remove();
        await server.close();
      }
    });
  }

  for (const without of [[], ['curl']]) {
    test(`nobody answers (${without.length > 0 ? 'python3' : 'curl'}): said, without the address`, async () => {
      const { sandbox, fetch } = world(await deadAddress());
      try {
        const { status, lines } = await fetch({ without });
        assert.is(status, 1);
        assert.match(lines[0] ?? '', /^the machine's archive: not fetched: .*(connect|refused)/i);
        assert.not.match(lines.join('\n'), '/dead');
      } finally {
        sandbox.remove();
      }
    });
  }

  test('a new digest is a new machine: it is fetched although another one is in place', async () => {
    const server = await mirror();
    server.answers.set(path, archive);
    const { sandbox, fetch } = world(server.url(path));
    try {
      sandbox.write('/var/lib/nodeseed/pointer', `${'0'.repeat(64)}\n`);
      const { status, lines } = await fetch();
      assert.equal([status, lines], [0, [`in place: sha256 ${sha256(archive)}`]]);
    } finally {
      sandbox.remove();
      await server.close();
    }
  });
}

test.run();
