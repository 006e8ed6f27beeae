/** What records of the installer's table are made of. */
export { field, record } from '../../shared/record.ts';

/** As chmod takes it. */
export function octalMode(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
