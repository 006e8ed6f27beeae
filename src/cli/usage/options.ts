/** What the declarations of commands share. */
import type { Argv } from 'yargs';
import { type Clock, defaultTokenTtl } from '../times.ts';

export interface Call {
  readonly clock: Clock;
  /** Takes the exit code of the command that was called. */
  readonly finish: (code: number | undefined) => void;
}

/** Adds commands. What they do is loaded when one of them is called: a wrong call is told at once. */
export type Declaration = (y: Argv, call: Call) => Argv;

export const parsing = {
  'dot-notation': false,
  'duplicate-arguments-array': false,
  'greedy-arrays': false,
} as const;

/** Of an option that was given twice where one of them may be. */
export function last(given: string | readonly string[]): string {
  return typeof given === 'string' ? given : (given.at(-1) ?? '');
}

export const profile = { type: 'string', demandOption: true, describe: 'a cluster profile' } as const;
export const text = { type: 'string', requiresArg: true } as const;
export const required = { ...text, demandOption: true } as const;
export const secrets = { ...text, describe: 'its secrets.yaml' } as const;
export const itsSecrets = { ...secrets, demandOption: true } as const;
export const newSecrets = { ...required, describe: 'the file to make; never one that is there' } as const;
export const issuedAt = { ...text, describe: 'RFC 3339; default: now' } as const;
export const tokenTtl = {
  ...text,
  default: defaultTokenTtl,
  describe: 'how long a new bootstrap token is good; 0: for ever',
} as const;
export const flag = { type: 'boolean', default: false } as const;
