/** Foreign programs that judge our output. One that is missing is said aloud; in CI it is a failure. */
import { has } from '../../src/boot/command.ts';

export { type Ran, run } from '../../src/boot/command.ts';

/** Whether the program is there. In CI a missing one ends the test with the package to install. */
export function available(program: string, debianPackage: string): boolean {
  const found = has(program);
  if (!found) missing(`${program} is not installed (apt-get install ${debianPackage})`);
  return found;
}

/** Says what a test could not do on this machine. */
export function missing(what: string): void {
  if (process.env['CI']) throw new Error(`CI must be able to run this: ${what}`);
  console.log(`NOT RUN: ${what}`);
}
