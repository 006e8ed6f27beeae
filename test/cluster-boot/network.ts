/** The network of a cluster of machines: a bridge, its gateway, and behind that a web server that plays upstream; nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { must, run } from '../../src/boot/command.ts';
import type { Run } from '../../src/boot/places.ts';
import { upstreamAddress } from '../boot/web.ts';

const bridge = 'lan';

export class Network {
  readonly #run: Run;
  readonly #name: string;
  readonly #server: ChildProcess;

  private constructor(run_: Run, name: string, server: ChildProcess) {
    this.#run = run_;
    this.#name = name;
    this.#server = server;
  }

  /** `gateway` with its prefix length; `folder` is what upstream has to give. */
  static async open(run_: Run, gateway: string, folder: string): Promise<Network> {
    const name = run_.namespaceName('lan');
    must('ip', ['netns', 'add', name]);
    const ip = (...words: string[]) => must('ip', ['-n', name, ...words]);
    ip('link', 'set', 'lo', 'up');
    ip('address', 'add', `${upstreamAddress}/32`, 'dev', 'lo');
    ip('link', 'add', bridge, 'type', 'bridge');
    ip('address', 'add', gateway, 'dev', bridge);
    ip('link', 'set', bridge, 'up');
    const program = fileURLToPath(new URL('../boot/serve.ts', import.meta.url));
    const command = [process.execPath, '--import', 'tsx', program, folder, upstreamAddress];
    const server = spawn('nsenter', [`--net=/run/netns/${name}`, ...command], {
      // It ends when this process does, however that ends: nobody holds the other end of its input then.
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: server.stdout });
    await once(lines, 'line');
    lines.resume();
    return new Network(run_, name, server);
  }

  /** A namespace that has a card with that address, and its other end in the bridge: what a machine is started from. */
  plug(machine: string, mac: string): string {
    const space = this.#run.namespaceName(machine);
    run('ip', ['netns', 'del', space]);
    // The last boot's card goes with its namespace, which the kernel takes apart when it finds the time.
    run('ip', ['-n', this.#name, 'link', 'delete', machine]);
    must('ip', ['netns', 'add', space]);
    const card = ['link', 'add', 'eth0', 'address', mac, 'type', 'veth', 'peer', 'name', machine];
    must('ip', ['-n', space, ...card, 'netns', this.#name]);
    must('ip', ['-n', this.#name, 'link', 'set', machine, 'master', bridge, 'up']);
    return space;
  }

  async close(): Promise<void> {
    const ended = once(this.#server, 'exit');
    this.#server.stdin?.end();
    await ended;
    must('ip', ['netns', 'del', this.#name]);
  }
}
