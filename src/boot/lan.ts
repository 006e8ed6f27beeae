/** The network that one machine is plugged into: a namespace with its gateways and nothing behind them. */
import { must, run } from './command.ts';
import type { Run } from './places.ts';

export interface Card {
  readonly name: string;
  readonly mac?: string;
  /** Addresses with a prefix length that somebody in its network has. */
  readonly gateways: readonly string[];
}

export class Lan {
  readonly path: string;
  readonly #namespace: string;

  private constructor(namespace: string) {
    this.#namespace = namespace;
    this.path = `/run/netns/${namespace}`;
  }

  static open(run_: Run, name: string): Lan {
    const lan = new Lan(run_.namespaceName(name));
    must('ip', ['netns', 'add', lan.#namespace]);
    lan.#ip('link', 'set', 'lo', 'up');
    // Whoever asks for what lies behind the gateways is told at once that there is nothing.
    must('nsenter', [
      `--net=${lan.path}`,
      'sh',
      '-c',
      'for one in ipv4/ip_forward ipv6/conf/all/forwarding; do [ ! -e /proc/sys/net/$one ] || echo 1 >/proc/sys/net/$one; done',
    ]);
    return lan;
  }

  #ip(...words: string[]): void {
    must('ip', ['-n', this.#namespace, ...words]);
  }

  /** An address that is reached by the machine's default route or not at all. */
  addHost(address: string): void {
    this.#ip('address', 'replace', `${address}/32`, 'dev', 'lo');
  }

  /** A card for the machine's next boot; its end takes the card away. */
  plug({ name, mac, gateways }: Card): void {
    // The last boot's card goes with its namespace, which the kernel takes apart when it finds the time.
    run('ip', ['-n', this.#namespace, 'link', 'delete', 'lan0']);
    const address = mac === undefined ? [] : ['address', mac];
    this.#ip('link', 'add', name, ...address, 'type', 'veth', 'peer', 'name', 'lan0');
    // An address of the second version is usable at once only if nobody looks for its double.
    for (const gateway of gateways)
      this.#ip('address', 'add', gateway, 'dev', 'lan0', ...(gateway.includes(':') ? ['nodad'] : []));
    this.#ip('link', 'set', 'lan0', 'up');
  }

  close(): void {
    must('ip', ['netns', 'del', this.#namespace]);
  }
}
