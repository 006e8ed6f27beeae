/**
 * Two containers on a network, as a runtime makes them: plugins are called one after the other, each with what the one before
 * it has said (the CNI specification, "Section 3: Execution of Network Configurations"). Run in namespaces of its own, where
 * it is the node: `unshare --net --mount tsx containers.ts`. Standard input is JSON, `Wish`; standard output JSON, `Seen`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

export interface Wish {
  /** A .conf or a .conflist. */
  readonly config: NetworkConfig;
  /** Where the plugins are. */
  readonly plugins: string;
  /** Which of them are asked if all is as they left it. */
  readonly checked: readonly string[];
}

export interface NetworkConfig {
  readonly cniVersion: string;
  readonly name: string;
  readonly type?: string;
  readonly bridge?: string;
  readonly plugins?: readonly Plugin[];
}

interface Plugin {
  readonly type: string;
  readonly bridge?: string;
  readonly capabilities?: { readonly portMappings?: boolean };
}

interface Result {
  readonly ips?: readonly { readonly address: string }[];
}

export interface Seen {
  /** Of either container, with prefix lengths, as plugins report them and as the kernel has them. */
  readonly reported: readonly (readonly string[])[];
  readonly configured: readonly (readonly string[])[];
  /** From the first container to each address of the second: what it answers. */
  readonly heard: readonly string[];
  /** From the node to the port that is mapped to the first container. */
  readonly mapped: string;
  /** What is left of both when they are gone. */
  readonly left: {
    readonly links: readonly string[];
    readonly leases: readonly string[];
    readonly rules: string;
  };
}

type Command = 'ADD' | 'CHECK' | 'DEL';

const containers = ['one', 'two'] as const;
const [one, two] = containers;
const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }];
const hostAddress = '192.0.2.1';

function run(command: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): string {
  const done = spawnSync(command, args, { encoding: 'utf8', input, env: { ...process.env, ...env } });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`);
  return done.stdout;
}

const ip = (...args: string[]): string => run('ip', args);

function prepareNode(): void {
  run('mount', ['-t', 'tmpfs', 'none', '/run']);
  run('mount', ['-t', 'tmpfs', 'none', '/var/lib']);
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'uplink', 'type', 'veth', 'peer', 'name', 'switch');
  ip('address', 'add', `${hostAddress}/24`, 'dev', 'uplink');
  for (const end of ['uplink', 'switch']) ip('link', 'set', end, 'up');
  for (const name of containers) ip('netns', 'add', name);
}

/** The plugins of a list, or the one of a single file, each with the network's name and version. */
function chain({ plugins, ...network }: NetworkConfig): (Plugin & Record<string, unknown>)[] {
  const { cniVersion, name } = network;
  return (plugins ?? [network]).map((plugin) => ({ type: '', ...plugin, cniVersion, name }));
}

/** One command for one container; what the last plugin says. */
function call(
  command: Command,
  { config, plugins, checked }: Wish,
  container: string,
  last?: Result,
): Result {
  let result = last;
  const all = chain(config);
  for (const plugin of command === 'DEL' ? all.reverse() : all) {
    if (command === 'CHECK' && !checked.includes(plugin.type)) continue;
    const wanted = plugin.capabilities?.portMappings === true && container === one;
    const input = {
      ...plugin,
      ...(result && { prevResult: result }),
      ...(wanted && { runtimeConfig: { portMappings } }),
    };
    const said = run(join(plugins, plugin.type), [], JSON.stringify(input), {
      CNI_COMMAND: command,
      CNI_CONTAINERID: container,
      CNI_NETNS: `/run/netns/${container}`,
      CNI_IFNAME: plugin.type === 'loopback' ? 'lo' : 'eth0',
      CNI_PATH: plugins,
    });
    if (command === 'ADD') result = JSON.parse(said);
  }
  return result ?? {};
}

function addressesIn(container: string): string[] {
  const lines = ip('-n', container, '-o', 'address', 'show', 'scope', 'global').trim();
  return lines === '' ? [] : lines.split('\n').map((line) => line.split(/\s+/)[3] ?? '');
}

const greeter = `require('net').createServer((s) => s.end(process.argv[1])).listen(80, '::', () => console.log('listening'))`;
const caller = `require('net').connect(Number(process.argv[2]), process.argv[1]).setTimeout(5000, () => process.exit(1)).pipe(process.stdout)`;

const inside = (container: string): string[] => ['netns', 'exec', container, process.execPath, '-e'];

async function greet(container: string): Promise<ChildProcess> {
  const child = spawn('ip', [...inside(container), greeter, container], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

/** Addresses of networks that cannot be reached are not asked for. */
async function talk(addresses: readonly string[]): Promise<Pick<Seen, 'heard' | 'mapped'>> {
  if (addresses.length === 0) return { heard: [], mapped: '' };
  const greeters = [await greet(one), await greet(two)];
  const heard = addresses.map((address) => run('ip', [...inside(one), caller, address, '80']));
  const { stdout } = spawnSync(process.execPath, ['-e', caller, hostAddress, '8080'], { encoding: 'utf8' });
  for (const child of greeters) {
    child.kill();
    await once(child, 'close');
  }
  return { heard, mapped: stdout };
}

function whatIsLeft(name: string): Seen['left'] {
  const leases = join('/var/lib/cni/networks', name);
  return {
    links: ip('-o', 'link')
      .trim()
      .split('\n')
      .map((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] ?? ''),
    leases: existsSync(leases) ? readdirSync(leases).filter((file) => /^[\d.]+$|::/.test(file)) : [],
    rules: ['iptables-save', 'ip6tables-save'].map((command) => run(command, [])).join(''),
  };
}

async function whatIsSeen(wish: Wish): Promise<Seen> {
  prepareNode();
  const results = containers.map((container) => call('ADD', wish, container));
  for (const [index, container] of containers.entries()) {
    call('CHECK', wish, container, results[index]);
  }
  const reported = results.map(({ ips = [] }) => ips.map(({ address }) => address));
  const configured = containers.map(addressesIn);
  const spoken = await talk((configured[1] ?? []).map((address) => address.replace(/\/.*/, '')));
  // Twice, as a runtime may have been interrupted.
  for (const container of [...containers, ...containers]) call('DEL', wish, container);
  for (const container of containers) ip('netns', 'delete', container);
  return { reported, configured, ...spoken, left: whatIsLeft(wish.config.name) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(JSON.stringify(await whatIsSeen((await json(process.stdin)) as Wish)));
}
