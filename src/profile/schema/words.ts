/** The words a profile is made of: strings with a form. Each failure carries the code of its kind of fault. */
import { z } from 'zod';
import { parseAddress, parseCidr, parseInterfaceAddress } from '../../shared/address.ts';
import type { FaultCode } from '../../shared/fault-codes.ts';
import {
  isAbsoluteCleanPath,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isModuleName,
  isQualifiedName,
  isSysctlKey,
  isUnitName,
  isUserName,
  normalizeMac,
} from '../../shared/names.ts';
import { parseVersion } from '../../upstream/release.ts';
import { isGoDuration } from '../../upstream/schema.ts';

/** A string that satisfies `test`; else a fault of that code, which says what is expected. */
export function word(code: FaultCode, expected: string, test: (text: string) => boolean): z.ZodString {
  return z.string().refine(test, { params: { code, expected } });
}

/** One line of text: what goes into units, tables and command lines. Tabs are fine, line breaks are not. */
export const line = word(
  'line-break',
  'a single line of text',
  (text) => !/[\r\n\u0085\u2028\u2029]/.test(text),
);

export const dnsLabel = word(
  'name-syntax',
  'a DNS label: lower-case letters, digits and -, at most 63',
  isDnsLabel,
);
export const dnsName = word(
  'name-syntax',
  'a DNS name: labels of lower-case letters, digits and -, joined by dots',
  isDnsSubdomain,
);
export const userName = word(
  'account-syntax',
  'an account name: lower-case letters, digits, _ and -, at most 31',
  isUserName,
);
export const path = word(
  'path-syntax',
  'an absolute path without //, /./, /../ or a trailing slash',
  isAbsoluteCleanPath,
);
export const address = word(
  'address-syntax',
  'an IPv4 or IPv6 address',
  (text) => parseAddress(text) !== undefined,
);
export const cidr = word(
  'cidr-syntax',
  'a network such as 10.244.0.0/16',
  (text) => parseCidr(text) !== undefined,
);
export const interfaceAddress = word(
  'address-syntax',
  'an address with its prefix length, such as 10.0.1.11/24',
  (text) => parseInterfaceAddress(text) !== undefined,
);
export const mac = word(
  'mac-syntax',
  'a MAC address such as 52:54:00:00:01:11',
  (text) => normalizeMac(text) !== undefined,
);
export const mode = word('mode-syntax', 'permission bits as a quoted octal number, such as "0644"', (text) =>
  /^0?[0-7]{3}$/.test(text),
);
export const moduleName = word('module-syntax', 'the name of a kernel module', isModuleName);
export const unitName = word(
  'unit-name-syntax',
  'a unit name with its suffix, such as foo.service',
  isUnitName,
);
export const version = word(
  'version-syntax',
  'a full version such as v1.36.4',
  (text) => parseVersion(text) !== undefined,
);
export const duration = word('duration-syntax', 'a duration such as 30s or 8760h', isGoDuration);
export const url = word('url-syntax', 'an http or https address, without user name and password', isHttpUrl);
export const digest = word('digest-syntax', 'sha256: and 64, or sha512: and 128 hexadecimal digits', (text) =>
  /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text),
);
export const endpoint = word('endpoint-syntax', 'HOST:PORT', isEndpoint);
export const publicKey = word(
  'ssh-key-syntax',
  'one line of an authorized_keys file, such as "ssh-ed25519 AAAA... me@here"',
  (text) =>
    /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]+=*( [^\r\n]*)?$/.test(
      text,
    ),
);
/** Label keys and values as the API server takes them. */
export const labels = z.record(
  word(
    'label-syntax',
    'a label key: an optional DNS prefix and /, then at most 63 letters, digits, -, _ or .',
    isQualifiedName,
  ),
  word('label-syntax', 'a label value: at most 63 letters, digits, -, _ or .', isLabelValue),
);
export const sysctls = z.record(
  word('sysctl-syntax', 'the name of a kernel parameter such as net.ipv4.ip_forward', isSysctlKey),
  z.union([line, z.number().int()]),
);

/**
 * Text that is given here, or read from a file beside the profile. `sources.ts` has put the file's text in its place
 * before this schema sees it, so that to everybody behind it this is a string; editors are told of both.
 */
export const text = z.union([
  z.string(),
  z.strictObject({ source: line.describe('A file, relative to the profile.') }),
]) as unknown as z.ZodType<string>;

function isHttpUrl(textOfUrl: string): boolean {
  return /^https?:\/\/[^\s"'<>\\@]+$/.test(textOfUrl) && URL.canParse(textOfUrl);
}

function isEndpoint(textOfEndpoint: string): boolean {
  const found = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/]+)):(\d{1,5})$/.exec(textOfEndpoint);
  if (!found) return false;
  const [, six, other = '', port] = found;
  if (Number(port) < 1 || Number(port) > 65535) return false;
  return six ? parseAddress(six)?.family === 6 : parseAddress(other) !== undefined || isDnsSubdomain(other);
}
