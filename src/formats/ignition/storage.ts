/** Files, directories and links. Whatever stands at their path is replaced; owners are numbers, as no account exists yet. */
import type { Content } from '../../model/content.ts';
import type { Machine, Ownership } from '../../model/machine.ts';
import { accountsOf, type NumericOwner } from '../accounts.ts';
import { hostnameFile } from '../hostname.ts';
import type { NetworkFile } from '../network/file.ts';
import { lastingFiles, lastingLinks, ownDirectories } from '../paths.ts';
import { dataUrl } from './data-url.ts';
import type { IgnitionConfig, IgnitionDirectory, IgnitionFile, IgnitionLink } from './model.ts';

/** Ignition makes missing parents itself, as root's with mode 0755. */
export function storage(machine: Machine, network: readonly NetworkFile[]): IgnitionConfig['storage'] {
  const directories = ownDirectories(machine).map(directoryOf(machine));
  const links = lastingLinks(machine).map(({ path, target }): IgnitionLink => {
    return { path, overwrite: true, hard: false, target };
  });
  return {
    ...(directories.length > 0 ? { directories } : {}),
    files: files(machine, network),
    ...(links.length > 0 ? { links } : {}),
  };
}

function files(machine: Machine, network: readonly NetworkFile[]): IgnitionFile[] {
  const numeric = accountsOf(machine);
  return [
    ...lastingFiles(machine).map((one) => file(one.path, one.mode, one.content, ids(numeric(one)))),
    ...hostnameFile(machine).map((one) => file(one.path, 0o644, one.content)),
    ...network.map((one) => file(one.path, one.mode, one.content)),
  ];
}

function file(path: string, mode: number, content: Content, owner: Owner = {}): IgnitionFile {
  return { path, overwrite: true, mode, ...owner, contents: dataUrl(content.reveal()) };
}

/** The sticky and set-id bits wait for the installer's tmpfiles.d line: before 3.6.0 Ignition drops them. */
function directoryOf(
  machine: Machine,
): (directory: Ownership & { path: string; mode: number }) => IgnitionDirectory {
  const numeric = accountsOf(machine);
  return (directory) => {
    const mode = directory.mode & 0o777;
    return { path: directory.path, overwrite: false, mode, ...ids(numeric(directory)) };
  };
}

type Owner = Pick<IgnitionFile, 'user' | 'group'>;

/** Root is what Ignition takes when nobody is named. */
function ids({ uid, gid }: NumericOwner): Owner {
  return { ...(uid === 0 ? {} : { user: { id: uid } }), ...(gid === 0 ? {} : { group: { id: gid } }) };
}
