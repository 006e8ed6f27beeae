/** The reconciler against an API that comes late, fails half-way, restarts, refuses: order and end state are always the same. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyScript } from '../../src/components/apply/script.ts';
import { hasServerSideApply } from '../../src/upstream/kubectl.ts';
import { available, run } from '../support/judges.ts';
import { Api, outcome, type Shell, said } from './support/api.ts';
import { ownControlPlane, singleNode } from './support/profiles.ts';

const profile = ownControlPlane();
const everything = (api: Api) => {
  for (const name of ['cp-1', 'cp-2', 'w-1']) api.join(name);
};

async function withApi(body: (api: Api) => Promise<void>): Promise<void> {
  const api = new Api();
  try {
    await body(api);
  } finally {
    api.remove();
  }
}

/** The order of the stages, whatever the stages are made of. */
const order = ['build', '10-', '20-', '21-', 'cp-1', 'cp-2', 'w-1', '40-', '50-', '60-own-01', '60-own-02'];
function inOrder(api: Api): boolean {
  const ranks = api.lines('done').map((line) => order.findIndex((part) => line.includes(part)));
  return ranks.every((rank, i) => rank >= 0 && rank >= (ranks[i - 1] ?? 0));
}

/** What an undisturbed run leaves behind. */
async function peaceful(): Promise<Record<string, string>> {
  const api = new Api();
  everything(api);
  api.lay(profile, 'cp-1');
  await api.run('cp-1');
  const state = api.state();
  api.remove();
  return state;
}
const wanted = await peaceful();

for (const shell of ['sh', 'busybox', 'bash'] as Shell[]) {
  if (!available(shell, shell)) continue;

  test(`${shell}: everything in order, and a second run changes nothing and says so`, () =>
    withApi(async (api) => {
      everything(api);
      api.lay(profile, 'cp-1');
      const first = await api.run('cp-1', shell);
      assert.is(first.status, 0, first.lines.join('\n'));
      assert.ok(inOrder(api), api.lines('done').join('\n'));
      assert.is(first.lines.at(-1), 'ended well, changes: 18');
      assert.equal(api.state(), wanted);
      const done = api.lines('done').length;
      const second = await api.run('cp-1', shell);
      assert.is(second.status, 0);
      assert.is(second.lines.at(-1), 'ended well, nothing changed');
      assert.ok(second.lines.slice(0, -1).every((line) => line.endsWith(': as it should be')));
      assert.is(api.lines('done').length, done);
    }));

  test(`${shell}: an API that comes late is waited for`, () =>
    withApi(async (api) => {
      everything(api);
      api.set('down', '7\n');
      api.lay(profile, 'cp-1', { wait: 20 });
      const { status } = await api.run('cp-1', shell);
      assert.is(status, 0);
      assert.ok(inOrder(api));
      assert.equal(api.state(), wanted);
    }));

  test(`${shell}: an API that restarts half-way loses nothing`, () =>
    withApi(async (api) => {
      everything(api);
      api.set('restart', 'patch node');
      api.set('outage', '3\n');
      api.lay(profile, 'cp-1', { wait: 20 });
      const { status, lines } = await api.run('cp-1', shell);
      assert.is(status, 0, lines.join('\n'));
      assert.ok(lines.includes('API: gone; waiting for it'));
      assert.ok(inOrder(api));
      assert.equal(api.state(), wanted);
    }));
}

for (const at of ['configmap', '10-access', '21-boot', 'get nodes', 'label', '50-kube', '60-own-01']) {
  test(`an API that restarts at "${at}" loses nothing`, () =>
    withApi(async (api) => {
      everything(api);
      api.set('restart', at);
      api.set('outage', '3\n');
      api.lay(profile, 'cp-1', { wait: 20 });
      const { status, lines } = await api.run('cp-1');
      assert.is(status, 0, lines.join('\n'));
      assert.ok(inOrder(api));
      assert.equal(api.state(), wanted);
    }));
}

test('a network add-on comes between kube-proxy and the user’s own, and its failure holds up nothing else', () =>
  withApi(async (api) => {
    const contents = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: network}\n';
    everything(api);
    api.lay(ownControlPlane({ networking: { manifests: [{ name: 'cni', contents }] } }), 'cp-1');
    await api.run('cp-1');
    const files = api.lines('done').flatMap((line) => /(\d\d-[a-z0-9-]+)\.yaml/.exec(line)?.[1] ?? []);
    assert.equal(files.slice(-4), [
      '50-kube-proxy',
      '55-network-01-cni',
      '60-own-01-first',
      '60-own-02-second',
    ]);
  }));

test('an API that does not come is reported, and nothing else is tried', () =>
  withApi(async (api) => {
    api.set('down', '100000\n');
    api.lay(profile, 'cp-1', { wait: 0 });
    const { status, lines } = await api.run('cp-1');
    assert.is(status, 1);
    assert.match(
      lines[0] ?? '',
      /^FAILED API: https:\/\/10\.0\.1\.11:6443 not ready within 0 s: The connection/,
    );
    assert.equal(lines.slice(1), ['ended with failures: 1; the timer tries again']);
    assert.equal(api.lines('done'), []);
  }));

test('an API that goes away for good ends the run; the next one goes on where it stopped', () =>
  withApi(async (api) => {
    everything(api);
    api.set('restart', '40-core-dns');
    api.set('outage', '100000\n');
    api.lay(profile, 'cp-1', { wait: 0 });
    const first = await api.run('cp-1');
    assert.is(first.status, 1);
    assert.is(api.lines('done').filter((line) => /40-|50-|60-/.test(line)).length, 0);
    api.set('down', '0\n');
    const second = await api.run('cp-1');
    assert.is(second.status, 0);
    assert.ok(inOrder(api));
    assert.equal(api.state(), wanted);
    assert.is(second.lines.at(-1), 'ended well, changes: 4');
  }));

test('without access nothing else is tried', () =>
  withApi(async (api) => {
    everything(api);
    api.set('refused', '10-access');
    api.lay(profile, 'cp-1');
    const { status, lines } = await api.run('cp-1');
    assert.is(status, 1);
    assert.ok(lines.includes('FAILED access: Error from server (Forbidden): forbidden'));
    assert.equal(api.lines('done'), ['apply build.yaml']);
  }));

test('a manifest that is refused holds up those after it in its group, and no other group', () =>
  withApi(async (api) => {
    everything(api);
    api.lay(profile, 'cp-1');
    api.set('refused', '60-own-01');
    const own = await api.run('cp-1');
    assert.is(own.status, 1);
    assert.ok(own.lines.some((line) => line.startsWith('FAILED second: not tried')));
    api.set('refused', '40-core-dns');
    await api.run('cp-1');
    assert.ok(api.lines('done').includes('apply 60-own-02-second.yaml'));
    api.set('refused', '');
    assert.is((await api.run('cp-1')).status, 0);
    assert.equal(api.state(), wanted);
  }));

test('a token that has expired is left out', () =>
  withApi(async (api) => {
    everything(api);
    api.lay(profile, 'cp-1');
    const token = /^(apply bootstrap bootstrap-token.*) -$/m;
    api.edit('cp-1/apply.table', (text) => text.replace(token, '$1 1600000000'));
    const { status, lines } = await api.run('cp-1');
    assert.is(status, 0);
    assert.ok(lines.some((line) => /^bootstrap-token-.*: expired; left out$/.test(line)));
    assert.not(api.lines('done').some((line) => line.includes('21-')));
  }));

test('a node that joins while it runs is still seen to; one that does not come is no failure', () =>
  withApi(async (api) => {
    api.join('cp-1');
    api.join('cp-2');
    api.lay(profile, 'cp-1', { settle: 20, pause: 1 });
    const child = api.start('cp-1');
    const ended = outcome(child);
    await said(child, /^node w-1: not there yet$/m);
    api.join('w-1');
    const { status, lines } = await ended;
    assert.is(status, 0);
    assert.ok(lines.includes('node w-1: not there yet'));
    assert.equal(api.state(), wanted);
  }));

test('a node that joins late is seen to although a manifest was refused', () =>
  withApi(async (api) => {
    api.join('cp-1');
    api.join('cp-2');
    api.set('refused', '60-own-01');
    api.lay(profile, 'cp-1', { settle: 20, pause: 1 });
    const child = api.start('cp-1');
    const ended = outcome(child);
    await said(child, /^FAILED first: /m);
    api.join('w-1');
    const { status, lines } = await ended;
    assert.is(status, 1, lines.join('\n'));
    assert.is(api.state()['w-1'], wanted['w-1']);
  }));

test('pod networks are set once and never fought over', () =>
  withApi(async (api) => {
    everything(api);
    api.join('w-1', 'pods w-1 10.244.77.0/24');
    api.lay(profile, 'cp-1');
    const { status, lines } = await api.run('cp-1');
    assert.is(status, 1);
    assert.ok(
      lines.some((line) => line.startsWith('FAILED node w-1: has other pod networks than 10.244.2.0/24')),
    );
    assert.not(api.lines('calls').some((line) => line.startsWith('patch node w-1')));
  }));

test('a node that takes workloads loses the taint that it had', () =>
  withApi(async (api) => {
    api.join(
      'cp-1',
      'taint cp-1 node-role.kubernetes.io/control-plane:NoSchedule',
      'taint cp-1 own:NoSchedule',
    );
    api.lay(singleNode(), 'cp-1');
    assert.is((await api.run('cp-1')).status, 0);
    assert.match(api.state()['cp-1'] ?? '', /taint cp-1 own:NoSchedule/);
    assert.not.match(api.state()['cp-1'] ?? '', /taint cp-1 node-role/);
  }));

test('two nodes at once, of one build, come to the same end', () =>
  withApi(async (api) => {
    everything(api);
    api.lay(profile, 'cp-1');
    api.lay(profile, 'cp-2');
    const both = await Promise.all([api.run('cp-1'), api.run('cp-2')]);
    assert.equal(
      both.map(({ status }) => status),
      [0, 0],
    );
    assert.equal(api.state(), wanted);
    for (const name of ['cp-1', 'cp-2'])
      assert.is((await api.run(name)).lines.at(-1), 'ended well, nothing changed');
  }));

test('the build that was brought last holds: a node with another one stands aside until it gets it too', () =>
  withApi(async (api) => {
    everything(api);
    api.lay(profile, 'cp-1');
    api.lay(profile, 'cp-2');
    await api.run('cp-1');
    await api.run('cp-2');
    const next = ownControlPlane({ addons: { coreDNS: { replicas: 3 } } });
    api.lay(next, 'cp-1');
    assert.is((await api.run('cp-1')).lines.at(-1), 'ended well, changes: 2');
    const after = api.state();
    const aside = await api.run('cp-2');
    assert.is(aside.status, 0);
    assert.match(aside.lines[0] ?? '', /^build: cp-1 has brought another one since; standing aside/);
    assert.equal(api.state(), after);
    api.lay(next, 'cp-2');
    assert.is((await api.run('cp-2')).lines.at(-1), 'ended well, nothing changed');
  }));

test('a second run beside the first is refused', () =>
  withApi(async (api) => {
    if (!available('flock', 'util-linux')) return;
    api.join('cp-1');
    api.lay(profile, 'cp-1', { settle: 3, pause: 1 });
    const child = api.start('cp-1');
    const first = outcome(child);
    // Whatever it says, it says with the lock in its hands.
    await said(child, /\n/);
    const second = await api.run('cp-1');
    assert.is(second.status, 75);
    assert.match(second.lines[0] ?? '', /^FAILED lock/);
    await first;
  }));

test('a server that would write everything anew is not asked to compare', () =>
  withApi(async (api) => {
    everything(api);
    api.lay(profile, 'cp-1');
    await api.run('cp-1');
    const applied = (calls: readonly string[]) => calls.filter((line) => line.startsWith('apply '));
    const options = /^apply --server-side --force-conflicts --field-manager=nodeseed -f \S+$/;
    assert.ok(applied(api.lines('calls')).every((line) => options.test(line)));
    api.set('calls', '');
    api.edit('cp-1/apply.table', (text) => text.replace('setting mode server', 'setting mode client'));
    assert.is((await api.run('cp-1')).status, 0);
    assert.ok(applied(api.lines('calls')).every((line) => /^apply -f \S+$/.test(line)));
    assert.not(hasServerSideApply('1.19'));
    assert.ok(hasServerSideApply('1.20'));
  }));

test('the script is ASCII, and shellcheck has nothing to say', () => {
  assert.match(applyScript, /^#!\/bin\/sh\n[\t\n -~]+\n}\nmain\n$/);
  if (!available('shellcheck', 'shellcheck')) return;
  const { stdout } = run('shellcheck', ['--shell=sh', '--enable=avoid-nullary-conditions', '-'], {
    input: applyScript,
  });
  assert.is(stdout, '');
});

test.run();
