import type { Release } from '../release.ts';
import { type Life, livesIn } from '../schema.ts';

/** The version of containerd's own configuration file; 1 is the form without a `version` key. */
export type ConfigVersion = 1 | 2 | 3 | 4;

interface ConfigFormat extends Life {
  readonly version: ConfigVersion;
}

/**
 * Which form takes effect in which daemon. An older one is migrated at every start; containerd 2.x migrates version 1
 * too, but 2.1.9 then drops the whole CRI table of it with no more than a warning, which is why 1 ends here.
 * A version it does not know stops containerd 1.7 and later, and is taken without a word before.
 */
const formats: readonly ConfigFormat[] = [
  { version: 1, until: '2.0', source: 'containerd docs/cri/config.md: removed in containerd 2.0' },
  { version: 2, since: '1.3', source: 'containerd docs/cri/config.md: introduced in containerd 1.3' },
  { version: 3, since: '2.0', source: 'containerd docs/cri/config.md: introduced in containerd v2.0' },
  {
    version: 4,
    since: '2.3',
    source: 'containerd cmd/containerd/server/config: serviceMigrate; 2.1 refuses it',
  },
];

interface WrittenVersion extends Life {
  readonly version: 1 | 2 | 3;
}

/**
 * The form we write. 4 is never written: every 2.x reads 3, the CRI tables are the same in both, and
 * containerd 2.3.0 to 2.3.4 stop at a drop-in whose version is above the root file's.
 */
const written: readonly WrittenVersion[] = [
  { version: 1, until: '1.3' },
  { version: 2, since: '1.3', until: '2.0' },
  { version: 3, since: '2.0' },
];

/** The configuration version written for a containerd release unless the profile asks for another. */
export function configVersion(release: Release): 1 | 2 | 3 {
  const found = written.find((life) => livesIn(life, release));
  if (!found) throw new TypeError(`the table of configuration versions has a gap at containerd ${release}`);
  return found.version;
}

/** Every configuration version a containerd release reads, oldest first. */
export function configVersionsReadBy(release: Release): readonly ConfigVersion[] {
  return formats.filter((life) => livesIn(life, release)).map(({ version }) => version);
}
