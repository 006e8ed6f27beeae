import { once } from 'node:events';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { failure, inSandbox, succeeded } from './support/body.ts';
import { binary, machine, placement, service, unit } from './support/machine.ts';
import { archive, artifact, deadAddress, digestOf, mirror } from './support/mirror.ts';
import { kill } from './support/sandbox.ts';

const upstream = await mirror();
test.before.each(() => {
  upstream.answers.clear();
  upstream.requests.length = 0;
});
test.after(upstream.close);

const kubelet = Buffer.from('a kubelet');
const kubeletTarget = '/usr/local/bin/kubelet';
const kubeletPlacement = (...paths: readonly [string, ...string[]]) =>
  binary(
    artifact('kubelet', 'binary', digestOf(kubelet), ...(paths.map(urlOf) as [string, ...string[]])),
    kubeletTarget,
  );

function urlOf(path: string): string {
  return path.startsWith('/') ? upstream.url(path) : path;
}

/** A bare program, an archive without a top folder and `./` before its names, one with a top folder, and a sha512. */
async function upstreamSet() {
  const cni = await archive([
    { name: './', type: 'directory' },
    { name: './bridge', content: 'a bridge' },
    { name: './loopback', content: 'a loopback' },
    { name: './README.md', content: 'read me' },
  ]);
  const etcd = await archive([
    { name: 'etcd-v3/', type: 'directory' },
    { name: 'etcd-v3/etcd', content: 'an etcd' },
  ]);
  upstream.answers.set('/kubelet', kubelet).set('/cni.tgz', cni).set('/etcd.tar.gz', etcd);
  return [
    kubeletPlacement('/kubelet'),
    placement(
      artifact('cni-plugins', 'tar.gz', digestOf(cni, 'sha512'), upstream.url('/cni.tgz')),
      { member: 'bridge', target: '/opt/cni/bin/bridge', mode: 0o755 },
      { member: 'loopback', target: '/opt/cni/bin/loopback', mode: 0o750 },
    ),
    placement(artifact('etcd', 'tar.gz', digestOf(etcd), upstream.url('/etcd.tar.gz')), {
      member: 'etcd-v3/etcd',
      target: '/usr/local/bin/etcd',
      mode: 0o4755,
    }),
  ];
}

const ways = [
  { shell: 'sh' },
  { shell: 'bash' },
  { shell: 'sh', without: ['curl'] },
  { shell: 'sh', without: ['curl', 'wget'] },
  { shell: 'busybox', without: ['curl'] },
] as const;
for (const way of ways) {
  const without = 'without' in way ? way.without : [];
  inSandbox(
    `places everything, and a second run changes nothing (${way.shell}, without: ${without})`,
    async (sandbox) => {
      sandbox.lay(
        machine({
          placements: await upstreamSet(),
          units: [unit('kubelet.service', service(kubeletTarget))],
        }),
      );
      succeeded(await sandbox.run(way));
      assert.is(sandbox.read(kubeletTarget), 'a kubelet');
      assert.is(sandbox.rights(kubeletTarget), '-755 0:0');
      assert.is(sandbox.read('/opt/cni/bin/bridge'), 'a bridge');
      assert.is(sandbox.rights('/opt/cni/bin/loopback'), '-750 0:0');
      assert.not.ok(sandbox.has('/opt/cni/bin/README.md'));
      assert.is(sandbox.read('/usr/local/bin/etcd'), 'an etcd');
      assert.is(sandbox.rights('/usr/local/bin/etcd'), '-4755 0:0');
      assert.equal(upstream.requests, ['/kubelet', '/cni.tgz', '/etcd.tar.gz']);
      assert.ok(sandbox.calls('systemctl').includes('start --no-block kubelet.service'));

      const before = sandbox.snapshot();
      sandbox.forgetCalls();
      succeeded(await sandbox.run(way));
      assert.equal(sandbox.snapshot(), before);
      assert.is(upstream.requests.length, 3);
      assert.equal(
        sandbox.calls('systemctl').filter((call) => /^(enable|start|try-restart|stop)/.test(call)),
        [],
      );
    },
  );
}

inSandbox('takes the second source after a 404, a dead address, a wrong digest', async (sandbox) => {
  upstream.answers.set('/good', kubelet).set('/other', Buffer.from('something else'));
  sandbox.lay(
    machine({ placements: [kubeletPlacement('/missing', await deadAddress(), '/other', '/good')] }),
  );
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.is(sandbox.read(kubeletTarget), 'a kubelet');
  assert.match(
    outcome.lines.join('\n'),
    /kubelet v1\.2\.3: http:\S+\/missing: .*404.*; asking the next source$/m,
  );
  assert.match(outcome.lines.join('\n'), /kubelet v1\.2\.3: http:\S+\/dead: curl/);
});

inSandbox(
  'refuses a wrong digest, names both, places nothing, and goes on with the others',
  async (sandbox) => {
    const wrong = Buffer.from('not a kubelet');
    const [, ...others] = await upstreamSet();
    upstream.answers.set('/wrong', wrong);
    sandbox.lay(
      machine({
        placements: [kubeletPlacement('/wrong'), ...others],
        units: [
          unit('kubelet.service', service(kubeletTarget)),
          unit('etcd.service', service('/usr/local/bin/etcd')),
        ],
      }),
    );
    const failed = failure(await sandbox.run());
    assert.match(failed, `digest is ${digestOf(wrong)}, expected ${digestOf(kubelet)}`);
    assert.match(failed, 'unit kubelet.service: not started');
    assert.not.ok(sandbox.has(kubeletTarget));
    assert.ok(sandbox.has('/usr/local/bin/etcd'));
    assert.ok(sandbox.has('/stub/active/etcd.service'));
    assert.not.ok(sandbox.has('/stub/active/kubelet.service'));
    assert.is(upstream.requests.filter((path) => path === '/wrong').length, 2);

    upstream.answers.set('/wrong', kubelet);
    succeeded(await sandbox.run());
    assert.ok(sandbox.has('/stub/active/kubelet.service'));
  },
);

inSandbox('names a missing member and refuses a link', async (sandbox) => {
  const tricky = await archive([
    { name: 'bin/real', content: 'real' },
    { name: 'bin/link', type: 'symlink', linkname: '/etc/passwd' },
    { name: 'bin/twice', content: '1' },
    { name: './bin/twice', content: '2' },
  ]);
  upstream.answers.set('/t.tgz', tricky);
  const at = upstream.url('/t.tgz');
  for (const [member, message] of [
    ['bin/none', 'has no member bin/none for /opt/x'],
    ['bin/link', 'member bin/link is no regular file'],
    ['bin', 'has no member bin for'],
    ['bin/twice', 'more than one member bin/twice'],
  ] as const) {
    const tar = artifact('tricky', 'tar.gz', digestOf(tricky), at);
    sandbox.lay(
      machine({
        placements: [
          placement(
            tar,
            { member: 'bin/real', target: '/opt/real', mode: 0o755 },
            { member, target: '/opt/x', mode: 0o755 },
          ),
        ],
      }),
    );
    assert.match(failure(await sandbox.run()), message);
    assert.not.ok(sandbox.has('/opt/x'));
    assert.not.ok(sandbox.has('/opt/real'));
  }
});

inSandbox('says so when a tar.gz is none, and when the target is a folder', async (sandbox) => {
  upstream.answers.set('/k', kubelet);
  const pinned = artifact('kubelet', 'tar.gz', digestOf(kubelet), upstream.url('/k'));
  sandbox.lay(machine({ placements: [placement(pinned, { member: 'x', target: '/opt/x', mode: 0o755 })] }));
  assert.match(failure(await sandbox.run()), 'kubelet v1.2.3: is no tar.gz');
  sandbox.write('/local/bin/kubelet/x', '');
  sandbox.lay(machine({ placements: [kubeletPlacement('/k')] }));
  assert.match(failure(await sandbox.run()), '/usr/local/bin/kubelet is a folder');
});

inSandbox('takes up its work after it was killed half-way', async (sandbox) => {
  const placements = await upstreamSet();
  const half = new Promise<void>((resolve) => {
    upstream.answers.set('/cni.tgz', (response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('half of it', () => resolve());
    });
  });
  sandbox.lay(machine({ placements }));
  const child = sandbox.start();
  const closed = once(child, 'close');
  await Promise.race([half, closed]);
  kill(child);
  await closed;
  assert.ok(sandbox.has(kubeletTarget));
  assert.not.ok(sandbox.has('/opt/cni/bin/bridge'));
  sandbox.write('/opt/cni/bin/.bridge.nodeseed', 'half a bridge');

  await upstreamSet();
  upstream.requests.length = 0;
  const second = await sandbox.run();
  succeeded(second);
  assert.ok(second.lines.includes('earlier run: cut off before its end; what it left undone is done now'));
  assert.equal(upstream.requests, ['/cni.tgz', '/etcd.tar.gz']);
  assert.is(sandbox.read('/opt/cni/bin/bridge'), 'a bridge');
  assert.not.ok(sandbox.has('/opt/cni/bin/.bridge.nodeseed'));
  assert.not.ok(sandbox.has('/var/lib/nodeseed/work'));
});

inSandbox('repairs what was changed: bytes, mode, a link in its place', async (sandbox) => {
  sandbox.lay(
    machine({ placements: await upstreamSet(), units: [unit('kubelet.service', service(kubeletTarget))] }),
  );
  succeeded(await sandbox.run());
  sandbox.write('/local/bin/kubelet', 'a worm');
  sandbox.forgetCalls();
  succeeded(await sandbox.run());
  assert.is(sandbox.read(kubeletTarget), 'a kubelet');
  assert.ok(sandbox.calls('systemctl').includes('try-restart --no-block kubelet.service'));
  assert.is(upstream.requests.length, 4);
});

inSandbox(
  'a new table converges: other version, other mode, other member; old receipts go',
  async (sandbox) => {
    const placements = await upstreamSet();
    sandbox.lay(machine({ placements, units: [unit('kubelet.service', service(kubeletTarget))] }));
    succeeded(await sandbox.run());
    const newer = Buffer.from('a newer kubelet');
    upstream.answers.set('/newer', newer);
    const pinned = artifact('kubelet', 'binary', digestOf(newer), upstream.url('/newer'));
    sandbox.lay(
      machine({
        placements: [binary(pinned, kubeletTarget, 0o700)],
        units: [unit('kubelet.service', service(kubeletTarget))],
      }),
    );
    sandbox.forgetCalls();
    succeeded(await sandbox.run());
    assert.is(sandbox.read(kubeletTarget), 'a newer kubelet');
    assert.is(sandbox.rights(kubeletTarget), '-700 0:0');
    assert.ok(sandbox.calls('systemctl').includes('try-restart --no-block kubelet.service'));
    assert.ok(sandbox.has(`/var/lib/nodeseed/receipts/${digestOf(newer).replace(':', '-')}`));
    assert.not.ok(sandbox.has(`/var/lib/nodeseed/receipts/${digestOf(kubelet).replace(':', '-')}`));
  },
);

inSandbox('takes a local copy before any source, if it is the right one', async (sandbox) => {
  const name = digestOf(kubelet).replace(':', '-');
  upstream.answers.set('/kubelet', kubelet);
  sandbox.lay(machine({ placements: [kubeletPlacement('/kubelet')] }), { local: '/opt/my copies' });
  sandbox.write(`/opt/my copies/${name}`, 'not it');
  sandbox.write(`/var/lib/nodeseed/artifacts/${name}`, kubelet);
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.match(outcome.lines.join('\n'), `/opt/my copies/${name}: digest is`);
  assert.equal(upstream.requests, []);
  assert.is(sandbox.read(`/opt/my copies/${name}`), 'not it');
});

inSandbox('keeps a password in an address to itself', async (sandbox) => {
  const secret = upstream.url('/none').replace('http://', 'http://me:s3cret@');
  sandbox.lay(machine({ placements: [kubeletPlacement(secret)] }));
  const outcome = await sandbox.run();
  assert.match(failure(outcome), /\/none: .*404/);
  assert.match(
    outcome.lines.join('\n'),
    /\/none: .*404.*; trying again in 0 s\n.*\/none: .*404.*; giving up$/m,
  );
  assert.not.match(outcome.lines.join('\n'), 's3cret');
});

inSandbox('hostile names end as files of exactly those names', async (sandbox) => {
  const name = `-a "b" $(touch x) \`c\` %n \\ é 🙂 'q'`;
  upstream.answers.set('/kubelet', kubelet);
  sandbox.lay(
    machine({
      placements: [
        binary(artifact(name, 'binary', digestOf(kubelet), upstream.url('/kubelet')), `/opt/${name}/${name}`),
      ],
    }),
  );
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.is(sandbox.read(`/opt/${name}/${name}`), 'a kubelet');
  assert.ok(outcome.lines.includes(`${name} v1.2.3: placed`));
  succeeded(await sandbox.run());
  assert.is(upstream.requests.length, 1);
});

inSandbox('two runs do not meet', async (sandbox) => {
  const asked = new Promise<() => void>((resolve) => {
    upstream.answers.set('/kubelet', (response) => resolve(() => response.end(kubelet)));
  });
  sandbox.lay(machine({ placements: [kubeletPlacement('/kubelet')] }));
  const first = sandbox.run();
  const answer = await Promise.race([asked, first]);
  if (typeof answer !== 'function') throw new Error(answer.lines.join('\n'));
  const second = await sandbox.run();
  assert.is(second.status, 75);
  assert.match(second.lines.join('\n'), 'another run is at work');
  answer();
  succeeded(await first);
});

inSandbox('does nothing by a table that was cut off', async (sandbox) => {
  sandbox.lay(machine({ placements: [kubeletPlacement('/kubelet')] }));
  const table = sandbox.read('/etc/nodeseed/install.table');
  for (const text of [table.replace(/end\n$/, ''), table.replace('install 1', 'install 2'), '']) {
    sandbox.write('/etc/nodeseed/install.table', text);
    assert.match(failure(await sandbox.run()), 'cut off or of another version');
  }
  assert.equal(upstream.requests, []);
});

const heldName = digestOf(kubelet).replace(':', '-');
const offline = () => machine({ placements: [kubeletPlacement('/kubelet')], downloads: false });

inSandbox(
  'artifacts on the volume that cloud-init knows by its label are taken, and the volume is let go',
  async (sandbox) => {
    sandbox.write(`/stub/volume/artifacts/${heldName}`, kubelet);
    sandbox.lay(offline());
    succeeded(await sandbox.run());
    assert.is(sandbox.read(kubeletTarget), 'a kubelet');
    assert.equal(sandbox.calls('mount'), ['-o ro LABEL=cidata /run/nodeseed/media']);
    assert.not.ok(sandbox.has(`/run/nodeseed/media/artifacts`));
    sandbox.forgetCalls();
    succeeded(await sandbox.run());
    assert.equal(sandbox.calls('mount'), [], 'nothing is looked for that is in place');
    assert.equal(upstream.requests, []);
  },
);

inSandbox('where a bundle lies is looked at first, and no network is asked', async (sandbox) => {
  sandbox.write(`/srv/artifacts/${heldName}`, kubelet);
  sandbox.write('/run/nodeseed/artifacts', '');
  sandbox.replaceByLink('/run/nodeseed/artifacts', '/srv/artifacts');
  sandbox.lay(machine({ placements: [kubeletPlacement('/kubelet')] }));
  succeeded(await sandbox.run());
  assert.is(sandbox.read(kubeletTarget), 'a kubelet');
  assert.equal([...sandbox.calls('mount'), ...upstream.requests], []);
});

inSandbox('a damaged copy is passed over for a good one', async (sandbox) => {
  sandbox.write(`/srv/artifacts/${heldName}`, 'a kubeleT');
  sandbox.write('/run/nodeseed/artifacts', '');
  sandbox.replaceByLink('/run/nodeseed/artifacts', '/srv/artifacts');
  sandbox.write(`/stub/volume/artifacts/${heldName}`, kubelet);
  sandbox.lay(offline());
  const { status, lines } = await sandbox.run();
  assert.is(status, 0, lines.join('\n'));
  assert.ok(lines.some((line) => line.includes(`/run/nodeseed/artifacts/${heldName}: digest is `)));
  assert.is(sandbox.read(kubeletTarget), 'a kubelet');
});

inSandbox(
  'a volume that cannot be read to its end is named, with what stands in the way',
  async (sandbox) => {
    sandbox.write(`/stub/volume/artifacts/${heldName}`, kubelet);
    sandbox.write(
      '/usr/local/sbin/cp',
      '#!/bin/sh\ncase $1 in /run/*) echo "cp: error reading $1: Input/output error" >&2; exit 1 ;; esac\nexec /usr/bin/cp "$@"\n',
      0o755,
    );
    sandbox.lay(offline());
    assert.match(
      failure(await sandbox.run()),
      new RegExp(
        `did not come with this machine: /run/nodeseed/media/artifacts/${heldName}: cp: error reading .*: Input/output error; put it at`,
      ),
    );
  },
);

inSandbox('without a network nothing is asked for what did not come along', async (sandbox) => {
  upstream.answers.set('/kubelet', kubelet);
  sandbox.lay(offline());
  const said = failure(await sandbox.run());
  assert.match(
    said,
    `kubelet v1.2.3: did not come with this machine: put it at /var/lib/nodeseed/artifacts/${heldName}`,
  );
  assert.equal(upstream.requests, []);
  assert.not.match(sandbox.read('/etc/nodeseed/install.table'), 'http');
});

inSandbox(
  'programs of the image: missing ones are named, their units wait, and nothing is downloaded',
  async (sandbox) => {
    const image = (...paths: string[]) =>
      paths.map((path) => ({ path, origin: { component: 'binaries', path: [] } }));
    const there = '/usr/local/bin/containerd';
    sandbox.write(there, 'a containerd', 0o755);
    sandbox.write('/usr/local/bin/runc', 'a runc', 0o644);
    sandbox.lay(
      machine({
        preinstalled: image(there, '/usr/local/bin/runc', '/usr/local/bin/kubelet'),
        units: [unit('containerd.service', service(there)), unit('kubelet.service', service(kubeletTarget))],
      }),
    );
    const said = failure(await sandbox.run());
    assert.match(said, 'FAILED program /usr/local/bin/kubelet: is missing; ');
    assert.match(said, 'FAILED program /usr/local/bin/runc: is no executable file; ');
    assert.match(said, 'FAILED unit kubelet.service: not started, a program of its own is not in place');
    assert.not.match(said, there);
    assert.ok(sandbox.has('/stub/active/containerd.service'));
    sandbox.write(kubeletTarget, 'a kubelet', 0o755);
    assert.match(failure(await sandbox.run()), 'FAILED program /usr/local/bin/runc');
    assert.ok(sandbox.has('/stub/active/kubelet.service'));
  },
);

test.run();
