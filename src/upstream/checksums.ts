/**
 * Publishers' files of checksums, in the five forms that they have: the digest alone; `HEX  NAME`; several such lines
 * (SHA256SUMS); either of them inside a PGP clear-signed message (RFC 9580, 7), whose signature is not verified; each with
 * sha256 or sha512, told apart by length.
 */
import type { Digest } from './pins/index.ts';

export type ChecksumFound = { readonly digest: Digest } | { readonly problem: string };

/** The digest of the file of that name. `text` is whatever a server sent. */
export function digestIn(text: string, fileName: string): ChecksumFound {
  const clear = clearText(text);
  if (clear === undefined) return { problem: 'it is a signed message without an end' };
  const lines = clear.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [only] = lines;
  const alone = lines.length === 1 && only !== undefined ? digestOf(only.trim()) : undefined;
  if (alone) return { digest: alone };
  const named = lines.flatMap((line) => namedDigest(line) ?? []);
  if (named.length === 0) return { problem: 'it is no file of checksums' };
  const digests = new Set(named.flatMap(({ name, digest }) => (name === fileName ? digest : [])));
  const [digest] = digests;
  if (digest === undefined) return { problem: `it says nothing of ${fileName}` };
  return digests.size === 1 ? { digest } : { problem: `it has several digests of ${fileName}` };
}

const header = '-----BEGIN PGP SIGNED MESSAGE-----';
const signature = '-----BEGIN PGP SIGNATURE-----';

/** Of a signed message the lines that are signed, without their dash escapes; any other text as it is. */
function clearText(text: string): string | undefined {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trimEnd() !== header) return text;
  const start = lines.findIndex((line) => line.trim() === '');
  const end = lines.findIndex((line) => line.trimEnd() === signature);
  if (start < 0 || end < start) return undefined;
  const signed = lines.slice(start + 1, end);
  return signed.map((line) => line.replace(/^- /, '')).join('\n');
}

function digestOf(hex: string): Digest | undefined {
  const lower = hex.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(lower)) return `sha256:${lower}`;
  return /^[0-9a-f]{128}$/.test(lower) ? `sha512:${lower}` : undefined;
}

/** As sha256sum and sha512sum write it; `*` stands before the name of a file that was read as binary. */
function namedDigest(line: string): { name: string; digest: Digest } | undefined {
  const [, hex = '', path = ''] = /^([0-9a-fA-F]+)[ \t]+\*?(\S+)\s*$/.exec(line) ?? [];
  const digest = digestOf(hex);
  return digest && { name: path.slice(path.lastIndexOf('/') + 1), digest };
}
