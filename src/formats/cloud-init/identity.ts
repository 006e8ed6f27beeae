/** The machine's own name. */
import type { Machine } from '../../model/machine.ts';
import type { CloudConfig } from './model.ts';

type Identity = Pick<CloudConfig, 'hostname' | 'fqdn' | 'preserve_hostname' | 'manage_etc_hosts'>;

/**
 * Both names are the machine's full name: some distributions make `hostname` the system's name and some `fqdn`
 * (`prefer_fqdn_over_hostname`), and without `fqdn` cloud-init cuts a dotted `hostname` at its first dot.
 * A loopback line in /etc/hosts makes the name resolve without DNS, unless the machine writes that file itself.
 */
export function identity(machine: Machine): Identity {
  // Whoever starts the machine names it, by its own metadata.
  if (machine.hostname === undefined) return {};
  const ownHosts = machine.files.some(({ path }) => path === '/etc/hosts');
  return {
    hostname: machine.hostname,
    fqdn: machine.hostname,
    preserve_hostname: false,
    ...(ownHosts ? {} : { manage_etc_hosts: 'localhost' }),
  };
}
