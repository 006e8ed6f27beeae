/** Machines to test with. */
import type { Artifact, PlacedFile, Placement } from '../../../../src/model/artifact.ts';
import { publicContent } from '../../../../src/model/content.ts';
import type { Directory, File, Machine, Origin, Unit } from '../../../../src/model/machine.ts';

export const origin: Origin = { component: 'host', path: [] };

export function machine(parts: Partial<Machine> = {}): Machine {
  return {
    name: 'node-1',
    hostname: 'node-1',
    system: 'debian-12',
    files: [],
    directories: [],
    links: [],
    units: [],
    users: [],
    groups: [],
    authorizedKeys: [],
    packages: { repositories: [], install: [], remove: [] },
    modules: [],
    sysctls: {},
    swap: 'keep',
    notBefore: '2026-01-01T00:00:00Z',
    network: { interfaces: [] },
    placements: [],
    preinstalled: [],
    downloads: true,
    ...parts,
  };
}

export function textFile(path: string, text: string, more: Partial<Directory> = {}): File {
  return { path, user: 'root', group: 'root', mode: 0o644, origin, ...more, content: publicContent(text) };
}

export function directory(path: string, more: Partial<Directory> = {}): Directory {
  return { path, user: 'root', group: 'root', mode: 0o755, origin, ...more };
}

export function unit(name: string, text?: string, more: Partial<Unit> = {}): Unit {
  return { name, state: 'enabled', dropIns: [], origin, ...(text !== undefined && { text }), ...more };
}

export function service(program: string): string {
  return `[Unit]\nDescription=x\n\n[Service]\nExecStart=${program}\n\n[Install]\nWantedBy=multi-user.target\n`;
}

export function placement(artifact: Artifact, ...files: readonly [PlacedFile, ...PlacedFile[]]): Placement {
  return { artifact, files, origin: { component: 'binaries', path: [] } };
}

export function binary(artifact: Artifact, target: string, mode = 0o755): Placement {
  return placement(artifact, { target, mode });
}
