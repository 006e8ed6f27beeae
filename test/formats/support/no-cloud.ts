/** What cloud-init finds on a first boot. */
import { fileURLToPath } from 'node:url';
import type { CloudInitProgram } from './cloud-inits.ts';

const script = fileURLToPath(new URL('no-cloud.py', import.meta.url));

export interface FoundSeed {
  readonly found: boolean;
  /** Where: a device, an address. */
  readonly seed: string;
  readonly metaData: Readonly<Record<string, string>>;
  /** The digest. */
  readonly userData: string;
  readonly vendorData: string;
  readonly networkConfig: unknown;
  readonly networkByArgument: unknown;
}

export function noCloudCommand({ packages }: CloudInitProgram, scratch: string): string[] {
  return ['/usr/bin/python3', script, packages, scratch];
}
