/** What a machine's collector wrote down at the end of one boot. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Properties of `systemctl show`, and of a running service its command line. */
export interface UnitReport {
  readonly properties: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
}

export interface Report {
  readonly seconds: number;
  /** `running` or `degraded`. */
  readonly system: string;
  readonly units: ReadonlyMap<string, UnitReport>;
  /** The installer's lines in the journal of this boot. */
  readonly installer: readonly string[];
  readonly jobs: readonly string[];
  /** Each as `UNIT (its last words)`. */
  readonly failed: readonly string[];
  /** By the file below /proc/sys. */
  readonly sysctls: ReadonlyMap<string, string>;
  /** As the kernel spells them. */
  readonly modules: ReadonlySet<string>;
  /** Files and devices that are swapped to. */
  readonly swaps: readonly string[];
  readonly hostname: string;
  readonly addresses: readonly string[];
  /** Next hops of default routes. */
  readonly gateways: readonly string[];
  /** Of the run by hand after the boot, if there was one. */
  readonly byHand?: {
    readonly status: number;
    readonly lines: readonly string[];
    readonly units: ReadonlyMap<string, UnitReport>;
  };
}

export function readReport(folder: string, seconds: number): Report {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const lines = (name: string) => read(name).split('\n').filter(Boolean);
  return {
    seconds,
    system: read('system').trim(),
    units: readUnits(join(folder, 'units')),
    installer: lines('installer'),
    jobs: lines('jobs'),
    failed: lines('failed'),
    sysctls: new Map(lines('sysctls').map((line) => splitOnce(line, ' '))),
    modules: new Set(lines('modules')),
    swaps: lines('swaps')
      .slice(1)
      .map((line) => line.split(/\s/)[0] ?? ''),
    hostname: read('hostname').trim(),
    addresses: addressesIn(read('addresses')),
    gateways: [...gatewaysIn(read('routes')), ...gatewaysIn(read('routes6'))],
    ...(existsSync(join(folder, 'by-hand')) && {
      byHand: {
        status: Number(read('by-hand.status')),
        lines: lines('by-hand'),
        units: readUnits(join(folder, 'units-by-hand')),
      },
    }),
  };
}

/** The unit that a line of `failed` is about. */
export function unitOf(line: string): string {
  return splitOnce(line, ' ')[0];
}

function splitOnce(line: string, separator: string): [string, string] {
  const at = line.indexOf(separator);
  return [line.slice(0, at), line.slice(at + 1)];
}

/** One block a unit, blocks parted by an empty line. */
function readUnits(folder: string): Map<string, UnitReport> {
  const blocks = readFileSync(join(folder, 'show'), 'utf8')
    .split('\n\n')
    .filter((block) => block.trim() !== '');
  const commandLines = new Set(readdirSync(folder));
  return new Map(
    blocks.map((block) => {
      const properties = Object.fromEntries(
        block
          .trim()
          .split('\n')
          .map((line) => splitOnce(line, '=')),
      );
      const name = properties['Id'] ?? '';
      const file = `${name}.cmdline`;
      const argv = commandLines.has(file)
        ? readFileSync(join(folder, file), 'utf8').split('\0').slice(0, -1)
        : undefined;
      return [name, { properties, ...(argv && { argv }) }];
    }),
  );
}

interface Address {
  readonly addr_info: readonly {
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
  }[];
}

function addressesIn(text: string): string[] {
  return (JSON.parse(text) as Address[])
    .flatMap(({ addr_info }) => addr_info)
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

interface Route {
  readonly dst: string;
  readonly gateway?: string;
  /** IPv6 makes one route of those that lead to the same place with the same metric: an advertised router's and ours. */
  readonly nexthops?: readonly { readonly gateway?: string }[];
}

function gatewaysIn(text: string): string[] {
  const routes = (JSON.parse(text) as Route[]).filter(({ dst }) => dst === 'default');
  return routes
    .flatMap(({ gateway, nexthops = [] }) => [gateway, ...nexthops.map((hop) => hop.gateway)])
    .filter((gateway) => gateway !== undefined);
}
