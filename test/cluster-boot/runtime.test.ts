/** A container runtime and its pod network on two machines from what `build` wrote, without any Kubernetes: containers by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { digestOf } from '../boot/upstream.ts';
import { upstreamAddress } from '../boot/web.ts';
import { Cluster } from './cluster.ts';
import { programs, stepsOf } from './rig.ts';
import { ask } from './seen.ts';

const names = ['worker-1', 'worker-2'] as const;
type Name = (typeof names)[number];

const tagged = 'docker.io/library/busybox:1.35';

const found = programs();
if (found) {
  const cluster = await Cluster.prepare('runtime.yaml', found);
  const { step, lap } = stepsOf(cluster);
  const { digest } = cluster.image(tagged);
  const pinnedName = `docker.io/library/busybox@${digest}`;
  const log = '/var/log/hello.log';

  const ctr = (name: Name, ...args: readonly string[]): string => {
    const command = ['/usr/local/bin/ctr', '--namespace', 'k8s.io', ...args];
    const { status, stdout, stderr } = cluster.machine(name).run(...command);
    assert.is(status, 0, `${command.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  let commands = 0;
  /** Until the container says what it should: ctr may lose what a short command says (Cancel before Wait in containerd's process.go). */
  const inContainer = async (name: Name, script: string, should: (said: string) => boolean) => {
    await cluster.until(`${name}: ${script}`, () => {
      commands += 1;
      const said = ctr(name, 'task', 'exec', '--exec-id', `exec-${commands}`, 'hello', 'sh', '-c', script);
      if (!should(said)) throw new Error(`it said: ${said}`);
      return true;
    });
  };
  const addresses = new Map<Name, string>();

  step('two machines are set up from bundles, and containerd runs as it is configured', async () => {
    cluster.build(({ images: [busybox] = [] }) => {
      if (busybox) busybox.name = `${tagged}@${digest}`;
    });
    for (const name of names) cluster.add(name);
    for (const name of names) await cluster.setUp(name);
    lap('two cold machines, set up');
    for (const name of names) {
      const hasImage = () => ctr(name, 'images', 'ls', '--quiet').split('\n').includes(pinnedName);
      await cluster.until(`${pinnedName} on ${name}`, hasImage);
      const cri = ctr(name, 'plugins', 'ls')
        .split('\n')
        .find((line) => / cri /.test(line));
      assert.match(cri ?? '', / ok /);
    }
  });

  step('a container of an image by its digest gets an address of its node’s pod network', async () => {
    for (const [index, name] of names.entries()) {
      const serve = `echo ${name} >/www/node; exec httpd -f -v -p 8080 -h /www`;
      const options = ['--detach', '--cni', '--log-uri', `file://${log}`];
      ctr(name, 'run', ...options, pinnedName, 'hello', 'sh', '-c', serve);
      await inContainer(name, 'ip -o -4 address show dev eth0', (shown) => {
        const [, address = ''] = /inet ([0-9.]+)\/24 /.exec(shown) ?? [];
        addresses.set(name, address);
        return address.startsWith(`10.244.${index}.`);
      });
    }
  });

  step('containers of both machines reach each other, under addresses of their own', async () => {
    for (const [one, other] of [names, names.toReversed()] as [Name, Name][]) {
      await inContainer(one, `${ask}; ask ${addresses.get(other)} 8080`, (answer) => answer === `${other}\n`);
      const isSeen = () =>
        cluster
          .machine(other)
          .run('cat', log)
          .stdout.includes(`${addresses.get(one)}]:`);
      await cluster.until(`${one} is seen on ${other}`, isSeen);
    }
  });

  step('a container reaches who knows no way to pods, under the address of its machine', async () => {
    // Nobody has told the gateway a way to pods.
    const get = `wget -q -O - http://${upstreamAddress}/v2/library/busybox/manifests/1.35`;
    for (const name of names) await inContainer(name, get, (got) => digestOf(got) === digest);
  });
}

test.run();
