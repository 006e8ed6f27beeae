/** Machines with any files whatever, for property tests. */

import type { File, Machine } from '../../../src/model/machine.ts';
import { isAbsoluteCleanPath } from '../../../src/shared/names.ts';
import { machine, publicFile, secretFile } from '../../support/machine.ts';
import fc from '../../support/property.ts';

/** Characters that mean something in some format, more often than chance would bring them. */
const pieces = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    '  ',
    ':',
    ': ',
    ' #',
    '- ',
    '%',
    '%41',
    '${x}',
    '{{x}}',
    '"',
    "'",
    '\\',
    '&',
    '*',
    '|',
    '>',
    '!',
    '\u2028',
    '\u0085',
    '\ufeff',
    '🚀',
    'é',
    '\0',
    '---',
    '...',
  ],
);
const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 12 });
const content = fc.oneof(
  { weight: 4, arbitrary: text.map((parts) => Buffer.from(parts.join(''))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  { weight: 1, arbitrary: text.map((parts) => Buffer.from(parts.join('').repeat(40))) },
);

const name = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join('').replaceAll('/', ''))
  .filter((part) => isAbsoluteCleanPath(`/${part}`));

const mode = fc.integer({ min: 0, max: 0o777 });

/** Each in a folder of its own, so that no path is a folder on the way to another. */
export const anyFiles: fc.Arbitrary<File[]> = fc
  .array(fc.record({ name, content, mode, secret: fc.boolean() }), { minLength: 60, maxLength: 60 })
  .map((all) =>
    all.map((one, index) => {
      const path = `/opt/any/${String(index).padStart(3, '0')}/${one.name}`;
      return one.secret ? secretFile(path, one.content) : publicFile(path, one.content, one.mode);
    }),
  );

export function machineWith(files: readonly File[]): Machine {
  return { ...machine, files };
}
