/** The machine as cloud-init's NoCloud files: user-data, meta-data and network-config. Valid from cloud-init 22.4 on. */
import { type Content, joinContent, publicContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import { sha256 } from '../shared/digest.ts';
import { toYaml } from '../shared/emit.ts';
import { access } from './cloud-init/access.ts';
import { commands } from './cloud-init/commands.ts';
import { writeFiles } from './cloud-init/files.ts';
import { identity } from './cloud-init/identity.ts';
import type { CloudConfig } from './cloud-init/model.ts';
import { networkConfig } from './cloud-init/network-config.ts';

export interface CloudInit {
  readonly userData: Content;
  readonly metaData: Content<'public'>;
  /** Absent: the image's own network configuration is left alone. */
  readonly networkConfig?: Content<'public'>;
}

export interface CloudInitOptions {
  /** The account that the image logs people in with. */
  readonly defaultUser: string;
}

export function cloudInit(machine: Machine, options: CloudInitOptions): CloudInit {
  const user = userData(machine, options);
  const config = networkConfig(machine.network);
  const network = config === undefined ? undefined : publicContent(toYaml(config));
  return {
    userData: user,
    metaData: metaData(machine, [user, ...(network ? [network] : [])]),
    ...(network ? { networkConfig: network } : {}),
  };
}

function userData(machine: Machine, { defaultUser }: CloudInitOptions): Content {
  const config: CloudConfig = {
    ...identity(machine),
    ...access(machine, defaultUser),
    write_files: writeFiles(machine),
    runcmd: commands(machine),
  };
  return joinContent(
    machine.files.map(({ content }) => content),
    Buffer.from(`#cloud-config\n${notMime(toYaml(config))}`),
  );
}

/** 22.4 takes user-data for an e-mail when these words stand anywhere in its first 4096 bytes: comments keep them out. */
function notMime(text: string): string {
  const comment = `${'#'.repeat(79)}\n`;
  return /mime-version:/i.test(text.slice(0, 4096)) ? comment.repeat(52) + text : text;
}

/**
 * What is done on first boot is done again when the instance-id changes, so the id follows from the content. Twelve
 * hexadecimal digits of a digest tell nothing of the secrets in it.
 */
function metaData(machine: Machine, given: readonly Content[]): Content<'public'> {
  const digest = sha256(given.map((content) => sha256(content.reveal())).join('\n')).slice(0, 12);
  return publicContent(
    toYaml({
      'instance-id': `${machine.name}-${digest}`,
      ...(machine.hostname !== undefined && { 'local-hostname': machine.hostname }),
    }),
  );
}
