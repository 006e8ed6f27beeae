/** How the program ends: 0 done, 1 faults in the input, differences, or what this machine cannot do, 2 wrong usage, 70 a fault of ours (sysexits.h EX_SOFTWARE). */
import { Unable } from '../boot/unable.ts';
import { InputError } from '../shared/fault.ts';
import { faultText, type Placed } from './report.ts';

export const exitCodes = { done: 0, faults: 1, usage: 2, software: 70 } as const;

/** Faults of the input, each with its place. */
export class Reported extends Error {
  override readonly name = 'Reported';
  readonly placed: readonly Placed[];
  constructor(placed: readonly Placed[]) {
    super(placed.map((one) => one.fault.message).join('\n'));
    this.placed = placed;
  }
}

/** A wrong call: an option that does not exist, a node that the profile does not have. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Prints what ended the program to standard error; the exit code. */
export function conclude(error: unknown): number {
  if (error instanceof Reported) {
    process.stderr.write(`${error.placed.map(faultText).join('\n\n')}\n`);
    return exitCodes.faults;
  }
  if (error instanceof InputError) {
    process.stderr.write(
      error.faults
        .map(
          (fault) =>
            `nodeseed: error: ${fault.message} [${fault.code}]${fault.expected ? `\n  expected: ${fault.expected}` : ''}${fault.hint ? `\n  hint: ${fault.hint}` : ''}\n`,
        )
        .join(''),
    );
    return exitCodes.faults;
  }
  if (error instanceof Unable) {
    process.stderr.write(`nodeseed: error: ${error.message}\n`);
    return exitCodes.faults;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`nodeseed: ${error.message}\n`);
    return exitCodes.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `nodeseed: this is a fault of nodeseed's, not of your input; please report it\n${text}\n`,
  );
  return exitCodes.software;
}
