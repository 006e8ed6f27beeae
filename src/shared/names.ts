/** Which texts are names, by whom they are read. Every function takes what a user wrote and says yes or no. */

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** RFC 1123 label as Kubernetes takes it: lower case, at most 63. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && label.test(text);
}

/** RFC 1123 subdomain as Kubernetes takes it, at most 253; its labels may be longer than 63 there, in DNS they may not. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}

/** A machine's host name: a subdomain of at most 64 bytes (the kernel's HOST_NAME_MAX), not four numbers. */
export function isHostname(text: string): boolean {
  return text.length <= 64 && isDnsSubdomain(text) && !/^[0-9.]+$/.test(text);
}

const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** The key of a Kubernetes label, annotation or taint: `name` or `prefix/name`. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  if (parts.length > 1 || name.length > 63 || !qualified.test(name)) return false;
  return parts.every(isDnsSubdomain);
}

/** The value of a Kubernetes label; may be empty. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && qualified.test(text));
}

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
export type TaintEffect = (typeof taintEffects)[number];

export function isTaintEffect(text: string): text is TaintEffect {
  return (taintEffects as readonly string[]).includes(text);
}

const uncleanPath = /\p{Cc}|\p{Surrogate}|\/\/|\/\.{1,2}(\/|$)|\/$/u;

/**
 * An absolute path in its only spelling: no `.`, `..` or empty part, no trailing slash (so not the root either), no control
 * character, at most 4095 bytes (PATH_MAX without its NUL) and 255 a part (NAME_MAX).
 */
export function isAbsoluteCleanPath(path: string): boolean {
  if (!path.startsWith('/') || uncleanPath.test(path)) return false;
  return Buffer.byteLength(path) <= 4095 && path.split('/').every((part) => Buffer.byteLength(part) <= 255);
}

/** A MAC address in lower case with colons; written with colons or with hyphens. Undefined when it is none. */
export function normalizeMac(text: string): string | undefined {
  if (!/^[0-9a-f]{2}([:-])[0-9a-f]{2}(\1[0-9a-f]{2}){4}$/i.test(text)) return undefined;
  return text.toLowerCase().replaceAll('-', ':');
}

/** Whether a normalised MAC address can be a network card's: neither for a group nor all zeros. */
export function isUnicastMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 && mac !== '00:00:00:00:00:00';
}

const unitName =
  /^(?!@)[A-Za-z0-9:_.\\@-]+\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** A systemd unit's file name (systemd.unit(5)), templates and instances included. */
export function isUnitName(text: string): boolean {
  return text.length <= 255 && unitName.test(text);
}

/** The file name of a drop-in: `10-nodeseed.conf`. */
export function isDropInName(text: string): boolean {
  return text.length <= 255 && /^[A-Za-z0-9_][A-Za-z0-9_.@-]*\.conf$/.test(text);
}

/** A name every useradd and systemd take for a user or group: 31 bytes at most, as utmp has room for. */
export function isUserName(text: string): boolean {
  return /^[a-z_][a-z0-9_-]{0,30}$/.test(text);
}

/** A key of sysctl(8): parts joined by dots, or by slashes where a part holds a dot (an interface's name). */
export function isSysctlKey(text: string): boolean {
  const part = '[A-Za-z0-9_][A-Za-z0-9_:@-]*';
  const dotted = new RegExp(`^${part}([.]${part})+$`);
  const slashed = new RegExp(`^${part}(/${part}([.]${part})*)+$`);
  return text.length <= 255 && (dotted.test(text) || slashed.test(text));
}

/**
 * The one spelling of a sysctl key: parts joined by dots. Whichever of `.` and `/` comes first parts them, the other then
 * stands for a dot in a part: `net/ipv4/conf/eth0.100/rp_filter` is `net.ipv4.conf.eth0/100.rp_filter` (sysctl.d(5)).
 */
export function dottedSysctlKey(key: string): string {
  if (/[./]/.exec(key)?.[0] !== '/') return key;
  return key.replaceAll(/[./]/g, (separator) => (separator === '/' ? '.' : '/'));
}

/** A kernel module's name: MODULE_NAME_LEN leaves 55 bytes. */
export function isModuleName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,54}$/.test(text);
}

export function isEnvironmentName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** https://github.com/distribution/reference, reference.go: the grammar of names, tags and digests of images. */
const hostLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const registry = `(?:${hostLabel}(?:\\.${hostLabel})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?`;
const part = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const reference = new RegExp(
  `^(?:${registry}/)?${part}(?:/${part})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);
const repository = new RegExp(`^${registry}(?:/${part})*$`);

/** [HOST/]NAME[:TAG][@sha256:DIGEST]. With a digest the tag is for readers. */
export function isImageReference(text: string): boolean {
  return reference.test(text);
}

/** A registry, and perhaps folders in it: what stands before an image's last name. */
export function isImageRepository(text: string): boolean {
  return repository.test(text);
}

/**
 * TOML itself takes any key. Its library takes a table with a `valueOf` or `toISOString` for a date, and the key of a table for
 * one that is there already where every object of JavaScript has it.
 */
export function isTomlKey(text: string): boolean {
  return text !== '' && text !== 'toISOString' && !(text in {}) && !/\p{Cc}/u.test(text);
}
