/** Where the installer's own things lie on a machine; `install.sh` knows the same places. */
import type { Digest } from '../../model/artifact.ts';
import type { Origin } from '../../model/machine.ts';

export const installerOrigin: Origin = { component: 'installer', path: [] };

export const scriptPath = '/etc/nodeseed/install.sh';
export const tablePath = '/etc/nodeseed/install.table';
/** Proxy variables for whatever the installer runs; need not exist. */
export const environmentPath = '/etc/nodeseed/environment';
export const statePath = '/var/lib/nodeseed';
/** Contents of files below /run, which tmpfiles.d copies there at every boot. */
export const volatilePath = '/etc/nodeseed/volatile';

export const unitDirectory = '/etc/systemd/system';
export const installerUnit = 'nodeseed-install.service';
export const installerTimer = 'nodeseed-install.timer';
export const dropInName = '10-nodeseed.conf';

/** The receipt that the script writes for an artifact once its files are placed. */
export function receiptPath(digest: Digest): string {
  return `${statePath}/receipts/${digest.replace(':', '-')}`;
}

/** /var/run and /var/lock are links everywhere; systemd-tmpfiles wants to be told the place itself. */
export function withoutVarLinks(path: string): string {
  return path.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/^\/var\/lock(?=\/|$)/, '/run/lock');
}

export function isVolatile(path: string): boolean {
  return /^\/run(\/|$)/.test(withoutVarLinks(path));
}
