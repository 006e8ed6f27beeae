/** What one component wants of a machine. `machine/` merges them all. */

import type { Placement } from '../model/artifact.ts';
import type {
  AuthorizedKeys,
  Directory,
  File,
  Group,
  Link,
  Origin,
  PackageRepository,
  Preinstalled,
  Unit,
  User,
} from '../model/machine.ts';
import type { Route } from '../model/network.ts';

export interface Sysctl {
  readonly key: string;
  readonly value: string;
  readonly origin: Origin;
}

export interface Contribution {
  readonly files?: readonly File[];
  readonly directories?: readonly Directory[];
  readonly links?: readonly Link[];
  readonly units?: readonly Unit[];
  readonly groups?: readonly Group[];
  readonly users?: readonly User[];
  readonly authorizedKeys?: readonly AuthorizedKeys[];
  readonly repositories?: readonly PackageRepository[];
  readonly install?: readonly string[];
  readonly remove?: readonly string[];
  readonly modules?: readonly string[];
  readonly sysctls?: readonly Sysctl[];
  /** Through the machine's own network card, where it is configured by us. */
  readonly routes?: readonly Route[];
  readonly placements?: readonly Placement[];
  readonly preinstalled?: readonly Preinstalled[];
}
