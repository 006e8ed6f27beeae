/** The arguments that a machine's kernel is started with. */
import type { Node } from '../../cluster/cluster.ts';
import type { Content } from '../../model/content.ts';
import { Bug, InputError } from '../../shared/fault.ts';
import { longestCommandLine, networkBoots } from '../../upstream/network-boot.ts';
import type { NetBoot } from './model.ts';

/** What the profile says, every part of which a relation has asked for. */
interface Pxe {
  readonly url: string;
  readonly kernel: string;
  readonly initrd: readonly string[];
}

export function pxeOf({ name, settings }: Node): NonNullable<Node['settings']['pxe']> & Pxe {
  const { pxe = {} } = settings;
  const { url, kernel, initrd } = pxe;
  if (url === undefined || kernel === undefined || initrd === undefined)
    throw new Bug(`${name} boots over the network, and nobody asked where from`);
  return { ...pxe, url, kernel, initrd };
}

/**
 * `configuration` is the address it is read from. A network-config goes along in the arguments: cloud-init 22.4 fetches none over
 * HTTP, and where it does the network must be up already.
 */
export function netBoot(node: Node, configuration: string, networkConfig?: Content): NetBoot {
  const { kernel, initrd, rootfs, installDevice, arguments: more = [] } = pxeOf(node);
  const boot = networkBoots[node.system.networkBoot];
  const values = { configuration, rootfs, device: installDevice };
  const own = (installDevice === undefined ? boot.run : boot.install) ?? [];
  const root = rootfs === undefined || boot.rootfs === undefined ? [] : [boot.rootfs];
  const network = networkConfig ? [`network-config=${base64(networkConfig)}`] : [];
  const disks = initrd.map((url, i) => ({ name: i === 0 ? 'main' : `main-${i}`, url }));
  const args = [
    // A kernel started by UEFI finds its RAM disks by these (iPXE, "initrd").
    ...disks.map(({ name }) => `initrd=${name}`),
    ...[...root, ...own].map((argument) => filledIn(argument, values)),
    ...network,
    ...more,
  ];
  checkLength(node, args);
  return { kernel, initrd: disks.map(({ name, url }) => `--name ${name} ${url}`), args };
}

function filledIn(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

function base64(content: Content): string {
  return Buffer.from(content.reveal()).toString('base64');
}

function checkLength(node: Node, args: readonly string[]): void {
  const length = args.join(' ').length;
  if (length <= longestCommandLine) return;
  throw new InputError([
    {
      code: 'kernel-arguments-too-long',
      message: `the arguments of ${node.name}'s kernel have ${length} characters; the kernel cuts off what goes beyond ${longestCommandLine}`,
      expected: 'fewer pxe.arguments, shorter addresses, or less under the pool’s network',
      path: node.origin(['pxe', node.settings.pxe?.arguments ? 'arguments' : 'url']),
    },
  ]);
}
