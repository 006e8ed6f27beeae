/** Instants and durations as they are given on the command line. */
import { addSeconds, isInstant } from '../pki/time.ts';
import { durationMs } from '../shared/duration.ts';
import { isGoDuration } from '../upstream/schema.ts';
import { UsageError } from './exit.ts';

/** What the time is. Only tests give another than the system's. */
export type Clock = () => Date;

/** Now, or what the user says; RFC 3339, UTC, whole seconds. */
export function instantOf(option: string, given: string | undefined, clock: Clock): string {
  const parsed = given === undefined ? clock() : new Date(given);
  const isComplete =
    given === undefined ||
    (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(given) && isDay(given.slice(0, 10)));
  const made = Number.isNaN(parsed.getTime()) ? '' : `${parsed.toISOString().slice(0, 19)}Z`;
  if (!isComplete || !isInstant(made))
    throw new UsageError(`${option} takes an RFC 3339 time such as 2026-11-21T00:00:00Z, not ${given}`);
  return made;
}

/** Date takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * As long as certificates are valid by default. kubeadm's day is for a person who types the token at once; ours lies in
 * files that machines boot from for months, and in the user-data of autoscaled pools.
 */
export const defaultTokenTtl = '8760h';

/** When a token made at `start` ends; undefined for kubeadm's `0`: never. */
export function tokenEnd(option: string, ttl: string, start: string): string | undefined {
  if (ttl === '0') return undefined;
  const seconds = isGoDuration(ttl) ? Math.floor(durationMs(ttl) / 1000) : 0;
  if (seconds < 1)
    throw new UsageError(`${option} takes a duration such as 24h or 90m, or 0 for no end, not ${ttl}`);
  return addSeconds(start, seconds);
}
