/** The cluster under test: its profile, what `build` makes of it, and its machines. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ran } from '../../src/boot/command.ts';
import type { Run } from '../../src/boot/places.ts';
import { toYaml } from '../../src/shared/emit.ts';
import { type Bundle, buildBundle } from '../boot/bundle.ts';
import { image } from '../boot/image.ts';
import { run, upstreamFolder } from '../boot/places.ts';
import { binaries, readMapping, withMore } from '../boot/profile.ts';
import { removeAbandoned, removeCgroups } from './cgroups.ts';
import { writeImages } from './images.ts';
import { ClusterMachine } from './machine.ts';
import { Network } from './network.ts';
import { type Offered, offer } from './programs.ts';

const fixtures = new URL('../../fixtures/cluster-boot/', import.meta.url);

/** Certificates are looked at by the clock. */
const now = `${new Date().toISOString().slice(0, 19)}Z`;

/** A profile as far as a test changes one. */
export interface Editable {
  readonly pools: { nodes: { overrides?: object } & { push(node: object): void } }[];
}

export class Cluster {
  readonly machines = new Map<string, ClusterMachine>();
  readonly #network: Network;
  readonly #image: string;
  readonly #offered: readonly Offered[];
  readonly #run: Run;
  readonly #folder: string;
  #bundle: Bundle | undefined;
  readonly #changes: ((profile: Editable) => void)[] = [];

  private constructor(here: Run, network: Network, root: string, offered: readonly Offered[]) {
    this.#run = here;
    this.#folder = join(here.folder, 'profile');
    this.#network = network;
    this.#image = root;
    this.#offered = offered;
  }

  /** `built` and `client` are the folders of Kubernetes' programs and of kubectl. */
  static async prepare(built: string, client: string): Promise<Cluster> {
    const here = run();
    clearCgroups(here);
    const upstream = upstreamFolder();
    const offered = offer(join(upstream, 'mirror'), built, client);
    await writeImages(join(here.folder, 'images'));
    // A local proxy's package, since the machines reach no archive of packages, and the resolver that Debian's cloud images have.
    const root = image('bookworm', ['haproxy', 'systemd-resolved']);
    return new Cluster(here, await Network.open(here, '10.9.0.1/24', upstream), root, offered);
  }

  /** Writes the profile with all changes so far and this one, and builds it. */
  build(change?: (profile: Editable) => void): void {
    if (change) this.#changes.push(change);
    mkdirSync(this.#folder, { recursive: true });
    const profile = [
      readMapping(new URL('lab.yaml', fixtures)),
      { binaries: binaries(this.#offered, { mirrors: ['mirror'] }) },
    ].reduce(withMore, readMapping(new URL('profile.yaml', fixtures)));
    for (const each of this.#changes) each(profile as unknown as Editable);
    copyFileSync(new URL('hello.yaml', fixtures), join(this.#folder, 'hello.yaml'));
    writeFileSync(this.#profile, toYaml(profile as Parameters<typeof toYaml>[0]));
    const secrets = this.#bundle && join(this.#folder, 'secrets.yaml');
    this.#bundle = buildBundle(this.#profile, now, secrets);
  }

  get #profile(): string {
    return join(this.#folder, 'profile.yaml');
  }

  /** A machine that has never been booted, with the bundle of that node; switched on. */
  add(name: string): ClusterMachine {
    if (!this.#bundle) throw new Error('nothing is built yet');
    const { folder } = this.#run;
    const images = join(folder, 'images');
    const [planned, bundle] = [this.#bundle.node(name), this.#bundle.folder(name)];
    const machine = new ClusterMachine(
      { planned, runs: folder, image: this.#image, images, bundle },
      this.#network,
    );
    machine.create();
    machine.start();
    this.machines.set(name, machine);
    return machine;
  }

  /** The machine of that name is gone for good, with everything that was on it. */
  async destroy(name: string): Promise<void> {
    await this.machine(name).destroy();
    this.machines.delete(name);
  }

  machine(name: string): ClusterMachine {
    const found = this.machines.get(name);
    if (!found) throw new Error(`there is no machine ${name}`);
    return found;
  }

  /** As an administrator on a control-plane machine. */
  kubectl(...args: readonly string[]): Ran {
    return this.kubectlOn('cp-1', ...args);
  }

  kubectlOn(name: string, ...args: readonly string[]): Ran {
    const config = ['--kubeconfig', '/etc/kubernetes/admin.conf', '--request-timeout=10s'];
    return this.machine(name).run('/usr/local/bin/kubectl', ...config, ...args);
  }

  /** What the API says of these, as its JSON has it. */
  // biome-ignore lint/suspicious/noExplicitAny: the API's own objects, of which a test looks at a few fields
  get(...args: readonly string[]): any {
    const { status, stdout, stderr } = this.kubectl('get', '--output=json', ...args);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** Standard output. Throws with what it said when it fails. */
  etcdctl(name: string, ...args: readonly string[]): string {
    const pki = '/etc/kubernetes/pki/etcd';
    const credentials = ['cacert=ca.crt', 'cert=healthcheck-client.crt', 'key=healthcheck-client.key'];
    const { status, stdout, stderr } = this.machine(name).run(
      '/usr/local/bin/etcdctl',
      '--endpoints=https://127.0.0.1:2379',
      ...credentials.map((one) => `--${one.replace('=', `=${pki}/`)}`),
      ...args,
    );
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Asks until it is so, for at most that many seconds; then `what` is said to be missing, with what the machines have to say. */
  async until(what: string, seconds: number, isSo: () => boolean): Promise<void> {
    const end = Date.now() + seconds * 1000;
    let why = '';
    for (;;) {
      try {
        if (isSo()) return;
      } catch (error) {
        why = (error as Error).message;
      }
      if (Date.now() > end)
        throw new Error(`not within ${seconds} seconds: ${what}. ${why}\n${this.lastWords()}`);
      await pause(500);
    }
  }

  lastWords(): string {
    return [...this.machines.values()].map((machine) => machine.lastWords()).join('\n');
  }

  async close(): Promise<void> {
    for (const machine of this.machines.values()) machine.kill();
    await Promise.all([...this.machines.values()].map((machine) => machine.destroy()));
    await this.#network.close();
  }
}

/** Before anything else is cleared away: with its cgroups a run's processes end. */
function clearCgroups({ namespaceName }: Run): void {
  removeAbandoned();
  process.prependListener('exit', () => removeCgroups(namespaceName('')));
}
