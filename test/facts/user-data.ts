/** Reads a rendered `#cloud-config` as cloud-init does: what `write_files` leaves on the disk, and what is run in the end. */
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { z } from 'zod';

const writeFile = z.strictObject({
  path: z.string().regex(/^\//),
  permissions: z.string().regex(/^0[0-7]{3}$/),
  encoding: z.enum(['b64', 'gz+b64']).optional(),
  content: z.string(),
});

/** Strict: a key that is not understood here could change the node without a fact noticing it. */
const cloudConfig = z.strictObject({
  hostname: z.string(),
  fqdn: z.string(),
  preserve_hostname: z.literal(false),
  manage_etc_hosts: z.literal('localhost'),
  write_files: z.array(writeFile),
  runcmd: z.array(z.array(z.string())),
});

export interface WrittenFile {
  readonly bytes: Buffer;
  readonly mode: number;
}

export interface UserData {
  readonly hostname: string;
  /** By path; all of root's, since `write_files` names no owner. */
  readonly files: ReadonlyMap<string, WrittenFile>;
  readonly commands: readonly (readonly string[])[];
}

/** Throws for anything it does not know, a path written twice included. */
export function readUserData(text: string): UserData {
  if (!text.startsWith('#cloud-config\n')) throw new Error('no cloud-config');
  const { fqdn, write_files, runcmd } = cloudConfig.parse(load(text));
  const files = new Map(write_files.map((one) => [one.path, { bytes: decoded(one), mode: modeOf(one) }]));
  if (files.size < write_files.length) throw new Error('write_files has a path twice');
  return { hostname: fqdn, files, commands: runcmd };
}

type WriteFile = z.infer<typeof writeFile>;

function decoded({ encoding, content }: WriteFile): Buffer {
  if (encoding === undefined) return Buffer.from(content);
  const bytes = Buffer.from(content, 'base64');
  return encoding === 'b64' ? bytes : gunzipSync(bytes);
}

function modeOf({ permissions }: WriteFile): number {
  return Number.parseInt(permissions, 8);
}
