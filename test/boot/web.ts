/** The web server that plays upstream, in a machine's network; nothing else is there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Lan } from '../../src/boot/lan.ts';

/** Documentation's own network (RFC 5737): it is reached by the machine's default route or not at all. */
export const upstreamAddress = '192.0.2.10';

export class Web {
  /** `STATUS PATH` of every request that upstream has answered. */
  readonly requests: string[] = [];
  readonly #server: ChildProcess;

  private constructor(server: ChildProcess) {
    this.#server = server;
  }

  /** `folder` is what upstream has to give. */
  static async open(lan: Lan, folder: string, address = upstreamAddress): Promise<Web> {
    lan.addHost(address);
    const program = fileURLToPath(new URL('serve.ts', import.meta.url));
    const node = [process.execPath, '--import', 'tsx', program, folder, address];
    const server = spawn('nsenter', [`--net=${lan.path}`, ...node], {
      // It ends when this process does, however that ends: nobody holds the other end of its input then.
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: server.stdout });
    await once(lines, 'line');
    const web = new Web(server);
    lines.on('line', (line) => web.requests.push(line));
    return web;
  }

  async close(): Promise<void> {
    const ended = once(this.#server, 'exit');
    this.#server.stdin?.end();
    await ended;
  }
}
