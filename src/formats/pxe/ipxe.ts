/** Scripts of iPXE (https://ipxe.org/scripting). It parts words at white space and knows no quotes. */
import { Bug } from '../../shared/fault.ts';
import type { NetBoot } from './model.ts';

export function bootScript({ kernel, initrd, args }: NetBoot): string {
  return script([
    ['kernel', kernel, ...args],
    ...initrd.map((one) => ['initrd', ...one.split(' ')]),
    ['boot'],
  ]);
}

/**
 * For every machine: on to its own script, by the card it boots from or by the name that DHCP gave it. Addresses are relative to
 * where this one came from.
 */
export function chainScript(): string {
  return script([
    ['chain', 'mac/${mac:hexhyp}.ipxe', '||', 'chain', 'hostname/${hostname}.ipxe', '||', 'goto', 'unknown'],
    [':unknown'],
    ['echo', 'There is no script for ${mac:hexhyp} (${hostname})'],
    ['exit', '1'],
  ]);
}

function script(commands: readonly (readonly string[])[]): string {
  for (const [name, ...words] of commands) {
    if (name !== 'echo' && words.some((word) => /\s/.test(word)))
      throw new Bug('a word of iPXE with white space in it');
  }
  return ['#!ipxe', ...commands.map((words) => words.join(' '))].map((line) => `${line}\n`).join('');
}
