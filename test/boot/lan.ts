/** The network that one machine is plugged into: a namespace with its gateway, and a web server that plays upstream; nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { run } from '../support/judges.ts';
import { must } from './must.ts';
import { namespaceName } from './places.ts';

/** Documentation's own network (RFC 5737): it is reached by the machine's default route or not at all. */
export const upstreamAddress = '192.0.2.10';

export interface Card {
  readonly name: string;
  readonly mac: string;
}

export class Lan {
  readonly path: string;
  /** `STATUS PATH` of every request that upstream has answered. */
  readonly requests: string[] = [];
  readonly #namespace: string;
  readonly #server: ChildProcess;

  private constructor(namespace: string, server: ChildProcess) {
    this.#namespace = namespace;
    this.path = `/run/netns/${namespace}`;
    this.#server = server;
  }

  /** `folder` is what upstream has to give. */
  static async open(name: string, folder: string): Promise<Lan> {
    const namespace = namespaceName(name);
    must('ip', ['netns', 'add', namespace]);
    must('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    must('ip', ['-n', namespace, 'address', 'add', `${upstreamAddress}/32`, 'dev', 'lo']);
    const program = fileURLToPath(new URL('serve.ts', import.meta.url));
    const server = spawn(
      'nsenter',
      [
        `--net=/run/netns/${namespace}`,
        process.execPath,
        '--import',
        'tsx',
        program,
        folder,
        upstreamAddress,
      ],
      // It ends when this process does, however that ends: nobody holds the other end of its input then.
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const lines = createInterface({ input: server.stdout });
    await once(lines, 'line');
    const lan = new Lan(namespace, server);
    lines.on('line', (line) => lan.requests.push(line));
    return lan;
  }

  /** A card for the machine's next boot; its end takes the card away. Gateways are addresses with a prefix length. */
  plug(card: Card, gateways: readonly string[]): void {
    const ip = (...words: string[]) => must('ip', ['-n', this.#namespace, ...words]);
    const peer = ['type', 'veth', 'peer', 'name', 'lan0'];
    // The last boot's card goes with its namespace, which the kernel takes apart when it finds the time.
    run('ip', ['-n', this.#namespace, 'link', 'delete', 'lan0']);
    ip('link', 'add', card.name, 'address', card.mac, ...peer);
    // An address of the second version is usable at once only if nobody looks for its double.
    for (const gateway of gateways)
      ip('address', 'add', gateway, 'dev', 'lan0', ...(gateway.includes(':') ? ['nodad'] : []));
    ip('link', 'set', 'lan0', 'up');
  }

  async close(): Promise<void> {
    const ended = once(this.#server, 'exit');
    this.#server.stdin?.end();
    await ended;
    must('ip', ['netns', 'del', this.#namespace]);
  }
}
