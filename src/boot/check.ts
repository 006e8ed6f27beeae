/** One thing of a machine that was compared. */
export interface Check {
  /** In the words of the machine's model: file, folder, unit, sysctl, ... */
  readonly kind: string;
  readonly name: string;
  /** What was compared with, in a few words; never a secret's content. */
  readonly wanted: string;
  /** Empty: it is as it should be. */
  readonly faults: readonly string[];
  /** Why it could not be seen here, if so. */
  readonly unseen?: string;
}

/** One that is about a single value. */
export function equal(kind: string, name: string, found: string | undefined, wanted: string): Check {
  const faults = found === wanted ? [] : [`is ${found ?? 'not there'}, not ${wanted}`];
  return { kind, name, wanted, faults };
}

export function faultLines(checks: readonly Check[]): string[] {
  return checks.flatMap(({ kind, name, faults }) => faults.map((fault) => `${kind} ${name}: ${fault}`));
}
