/** Instants as RFC 3339 text in UTC with whole seconds (`2026-09-01T00:00:00Z`), the only form that is stored. */
import { Bug } from '../shared/fault.ts';

/** The last instant that a certificate can name (RFC 5280, 4.1.2.5). */
const lastInstant = '9999-12-31T23:59:59Z';

const secondsOfDay = 86_400;

/** Text that is an instant from 1970 on, of a day that exists. */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) || text < '1970') return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && formatInstant(milliseconds / 1000) === text;
}

/** Seconds since 1970. */
export function instantSeconds(instant: string): number {
  if (!isInstant(instant)) throw new Bug(`not an instant: ${instant}`);
  return Date.parse(instant) / 1000;
}

/** Stops at the last instant there is. */
export function addSeconds(instant: string, seconds: number): string {
  return formatInstant(Math.min(instantSeconds(instant) + seconds, instantSeconds(lastInstant)));
}

/** `days` may have a fraction; the instant is rounded to a whole second. */
export function addDays(instant: string, days: number): string {
  return addSeconds(instant, Math.round(days * secondsOfDay));
}

/** The earlier of two; the text sorts as the instants do. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function formatInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
