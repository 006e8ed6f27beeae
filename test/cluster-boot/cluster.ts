/** The cluster under test: its profile, what `build` makes of it, and its machines. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ran } from '../../src/boot/command.ts';
import type { Run } from '../../src/boot/places.ts';
import { type Bundle, buildBundle, nodeseed } from '../boot/bundle.ts';
import { image } from '../boot/image.ts';
import { run, upstreamFolder } from '../boot/places.ts';
import { upstreamAddress } from '../boot/web.ts';
import type { Image } from '../support/oci.ts';
import { removeAbandoned, removeCgroups } from './cgroups.ts';
import { makeImages, writeRegistry } from './images.ts';
import { ClusterMachine } from './machine.ts';
import { Network } from './network.ts';
import { type Editable, type Stock, writeProfile } from './profile.ts';
import { offer, type Programs } from './programs.ts';

/** Certificates are looked at by the clock. */
const now = `${new Date().toISOString().slice(0, 19)}Z`;

/** In seconds. Nothing takes half as long on a machine that has other things to do; what does hangs. */
const patience = 600;

export class Cluster {
  readonly machines = new Map<string, ClusterMachine>();
  readonly #network: Network;
  readonly #image: string;
  readonly #stock: Stock;
  readonly #run: Run;
  readonly #folder: string;
  #bundle: Bundle | undefined;
  readonly #changes: ((profile: Editable) => void)[] = [];

  private constructor(here: Run, network: Network, root: string, stock: Stock) {
    this.#run = here;
    this.#folder = join(here.folder, 'profile');
    this.#network = network;
    this.#image = root;
    this.#stock = stock;
  }

  /** `profile` is a file of fixtures/cluster-boot. */
  static async prepare(profile: string, programs: Programs): Promise<Cluster> {
    const here = run();
    clearCgroups(here);
    const upstream = upstreamFolder();
    const offered = offer(join(upstream, 'mirror'), programs);
    const images = await makeImages();
    writeRegistry(upstream, images);
    // A local proxy's package, since the machines reach no archive of packages, and the resolver that Debian's cloud images have.
    const root = image('bookworm', ['haproxy', 'systemd-resolved']);
    const network = await Network.open(here, '10.9.0.1/24', upstream);
    return new Cluster(here, network, root, { profile, offered, images });
  }

  /** Writes the profile with all changes so far and this one, and builds it. */
  build(change?: (profile: Editable) => void): void {
    if (change) this.#changes.push(change);
    const file = writeProfile(this.#folder, this.#stock, this.#changes);
    const cache = join(this.#run.folder, 'cache');
    // From the folder that the machines' upstream serves, which only their network reaches.
    const mirror = `http://${upstreamAddress}/=${upstreamFolder()}/`;
    nodeseed('fetch', file, '--cache', cache, '--offline', '--mirrors', mirror);
    const secrets = this.#bundle && join(this.#folder, 'secrets.yaml');
    this.#bundle = buildBundle(file, now, secrets, cache);
  }

  /** One of the images that there are. */
  image(name: string): Image {
    const found = this.#stock.images.find((one) => one.name === name);
    if (!found) throw new Error(`there is no image ${name}`);
    return found;
  }

  /** A machine that has never been booted, with the bundle of that node; switched on. */
  add(name: string): ClusterMachine {
    if (!this.#bundle) throw new Error('nothing is built yet');
    const [planned, bundle] = [this.#bundle.node(name), this.#bundle.folder(name)];
    const base = this.#bundle.base(planned.node.pool);
    const machine = new ClusterMachine(
      { planned, runs: this.#run.folder, image: this.#image, bundle, ...(existsSync(base) && { base }) },
      this.#network,
    );
    machine.create();
    machine.start();
    this.machines.set(name, machine);
    return machine;
  }

  /** Of a machine that gets its programs by a bundle, once it is up: by hand. Gives what the script says. */
  async setUp(name: string): Promise<string> {
    const machine = this.machine(name);
    const isUp = () => machine.run('systemctl', 'is-active', 'multi-user.target').status === 0;
    await this.until(`${name} is up`, isUp);
    return machine.setUp();
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
    const config = ['--kubeconfig', '/etc/kubernetes/admin.conf', '--request-timeout=30s'];
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
      '--command-timeout=30s',
      ...credentials.map((one) => `--${one.replace('=', `=${pki}/`)}`),
      ...args,
    );
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** Asks until it is so; in the end `what` is said to be missing, with what the machines have to say. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + patience * 1000;
    let why = '';
    for (;;) {
      try {
        if (isSo()) return;
      } catch (error) {
        why = (error as Error).message;
      }
      if (Date.now() > end)
        throw new Error(`not within ${patience} seconds: ${what}. ${why}\n${this.lastWords()}`);
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
