/** What is good today and may not stay so: no fault, and nothing is held up by it. */
import type { DocumentName, Path } from './fault.ts';

/** Every kind of warning. Each has a fixture under `fixtures/warnings` that provokes it. */
export const warningCodes = {
  'authority-ends': 'an authority that ends soon, or has ended',
  'certificates-end': 'certificates of nodes or of the cluster that end soon, or have ended',
  'token-ends': 'a bootstrap token that ends soon, or has ended',
  'containerd-pairing': 'a containerd that upstream does not name for this Kubernetes',
  'proxy-program': 'a program that kube-proxy as a unit calls, and that nobody installs',
} as const;

export type WarningCode = keyof typeof warningCodes;

export interface Warning {
  readonly code: WarningCode;
  /** What will not do, in one sentence without a full stop. */
  readonly message: string;
  /** How to go on. */
  readonly hint: string;
  readonly path: Path;
  /** Points at the key of the last path element instead of at its value. */
  readonly atKey?: boolean;
  /** Absent: the profile. */
  readonly document?: DocumentName;
}
