/** Words of a machine: paths, accounts, units, packages, kernel parameters. */
import { z } from 'zod';
import {
  isAbsoluteCleanPath,
  isModuleName,
  isSysctlKey,
  isUnitName,
  isUserName,
} from '../../../shared/names.ts';
import { isUnitValue } from '../../../shared/unit-text.ts';
import { isLine, word } from './text.ts';

export const userName = word(
  'account-syntax',
  'an account name: lower-case letters, digits, _ and -, at most 31',
  isUserName,
);

/** /etc/passwd parts its fields by colons, and knows no way to write one. */
export const accountField = word(
  'account-field',
  'a single line of text without colons and tabs',
  (text) => isLine(text) && !/[:\t]/.test(text),
);

export const accountPath = word(
  'path-syntax',
  'an absolute path without //, /./, /../ or a trailing slash, and without a colon',
  (text) => isAbsoluteCleanPath(text) && !text.includes(':'),
);

export const path = word(
  'path-syntax',
  'an absolute path without //, /./, /../ or a trailing slash',
  isAbsoluteCleanPath,
);

/** systemd expands no variable in the path of a program, and would take `$` for one. */
export const programDirectory = word(
  'path-syntax',
  'an absolute path without //, /./, /../ or a trailing slash, and without $',
  (text) => isAbsoluteCleanPath(text) && !text.includes('$'),
);

/** What symlink(2) takes and a line of tmpfiles.d can say. */
export const linkTarget = word(
  'link-target',
  'a path, absolute or relative, without tabs and without white space around it',
  (text) =>
    text !== '' &&
    text === text.trim() &&
    isLine(text) &&
    !text.includes('\t') &&
    Buffer.byteLength(text) <= 4095,
);

export const mode = word('mode-syntax', 'permission bits as a quoted octal number, such as "0644"', (text) =>
  /^[0-7]{3,4}$/.test(text),
);

export const moduleName = word('module-syntax', 'the name of a kernel module', isModuleName);

export const unitName = word(
  'unit-name-syntax',
  'a unit name with its suffix, such as foo.service',
  isUnitName,
);

export const unitKey = word('unit-key', 'the key of a unit, such as Restart', (text) =>
  /^[A-Za-z][A-Za-z0-9-]*$/.test(text),
);

export const unitValue = word(
  'unit-value',
  'a value as it stands in a unit: one line, without tabs, white space around it or a backslash at its end',
  (text) => isUnitValue(text) && isLine(text),
);

export const sysctls = z.record(
  word('sysctl-syntax', 'the name of a kernel parameter such as net.ipv4.ip_forward', isSysctlKey),
  z.union([
    word(
      'sysctl-value',
      'a value on one line, without white space around it',
      (text) => text !== '' && text === text.trim() && isLine(text),
    ),
    z.number().int(),
  ]),
);

/**
 * A package as apt, dnf and yum take it, `NAME=VERSION` and `NAME:ARCH` included. A hyphen in front would be an option, one
 * behind would remove the package.
 */
export const packageName = word(
  'package-syntax',
  'the name of a package',
  (text) => text.length <= 255 && /^[A-Za-z0-9]([A-Za-z0-9+._:=~^-]*[A-Za-z0-9+.])?$/.test(text),
);

/** A word of a deb822 stanza's Suites and Components. */
export const archivePart = word('archive-part', 'one word, such as stable or main', (text) =>
  /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(text),
);

export const publicKey = word(
  'ssh-key-syntax',
  'one line of an authorized_keys file, such as "ssh-ed25519 AAAA... me@here"',
  (text) =>
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]+=*( [^\r\n]*)?$/.test(
      text,
    ),
);

/**
 * iPXE parts words at white space and would take the first of these for its own; to the kernel a quote goes on over white space,
 * and what follows `--` is for init.
 */
export const kernelArgument = word(
  'kernel-argument-syntax',
  'one kernel argument of printable ASCII without white space and double quotes, such as console=ttyS0',
  (text) => /^(?!#)[!#-~]+$/.test(text) && !['||', '&&', ';', '--'].includes(text),
);
