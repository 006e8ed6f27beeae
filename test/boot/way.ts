/** What reads a machine's bundle on its first boot. */
export type Way = 'cloud-init' | 'ignition';
