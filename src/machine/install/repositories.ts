/** Package repositories as the files of the package manager: where, and the key that its indexes or packages are signed with. */

import { publicContent } from '../../model/content.ts';
import type { File, Machine, PackageRepository } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { knownSystem } from './clock.ts';

export function repositoryFiles(machine: Machine): File[] {
  const { repositories } = machine.packages;
  if (repositories.length === 0) return [];
  const system = knownSystem(machine);
  const manager = 'packageManager' in system ? system.packageManager : undefined;
  if (manager === undefined) throw new Bug(`${machine.system} has no package manager`);
  return repositories.flatMap(manager === 'apt' ? aptFiles : rpmFiles);
}

/** A deb822 stanza. The key is bare OpenPGP: apt before 1.4 reads no armour. */
function aptFiles(repository: PackageRepository): File[] {
  const key = `/etc/apt/keyrings/${repository.name}.gpg`;
  const fields = { ...repository.fields, 'Signed-By': key };
  return [
    file(repository, key, dearmoured(repository.key)),
    file(repository, `/etc/apt/sources.list.d/${repository.name}.sources`, lines(fields, ': ')),
  ];
}

function rpmFiles(repository: PackageRepository): File[] {
  const key = `/etc/pki/rpm-gpg/RPM-GPG-KEY-${repository.name}`;
  const fields = { ...repository.fields, gpgkey: `file://${key}` };
  return [
    file(repository, key, `${repository.key.trimEnd()}\n`),
    file(
      repository,
      `/etc/yum.repos.d/${repository.name}.repo`,
      `[${repository.name}]\n${lines(fields, '=')}`,
    ),
  ];
}

function file({ origin }: PackageRepository, path: string, data: string | Uint8Array): File {
  return { path, user: 'root', group: 'root', mode: 0o644, content: publicContent(data), origin };
}

function lines(fields: Readonly<Record<string, string>>, separator: string): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      if (!/^[A-Za-z_-]+$/.test(name) || /\p{Cc}/u.test(value) || value.trim() === '')
        throw new Bug(`no field of a repository: ${JSON.stringify([name, value])}`);
      return `${name}${separator}${value}\n`;
    })
    .join('');
}

/** RFC 9580, 6.2: base64 between a blank line and, perhaps, a checksum that begins with `=`. */
function dearmoured(armoured: string): Uint8Array {
  const block = /-----BEGIN PGP PUBLIC KEY BLOCK-----([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g;
  const keys = [...armoured.replaceAll('\r\n', '\n').matchAll(block)].map(([, inside = '']) => {
    const body = inside.slice(inside.search(/\n[ \t]*\n/)).replace(/\n=[A-Za-z0-9+/]{4}\s*$/, '');
    return Buffer.from(body, 'base64');
  });
  if (keys.length === 0 || keys.some((key) => key.length === 0)) throw new Bug('no OpenPGP public key');
  return Buffer.concat(keys);
}
