/** What is in bytes that were packed and encoded into each other, and what tells a private key wherever it is. */
import { createPrivateKey } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

const base64 = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const pem = /-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END [A-Z0-9 ]+-----/g;
/** Ignition's way with a text that is shorter without base64. */
const percent = /data:,([^"\s]+)/g;
/** A root file system in user-data has a file, which has a kubeconfig, which has a key as PEM, which is DER. */
const deepest = 6;

/** The bytes, and everything in them that is gzip, base64 or a URL's data, as deep as it goes. */
export function layersOf(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const seen = new Set<string>();
  const search = (layer: Buffer, depth: number): void => {
    const text = layer.toString('latin1');
    if (seen.has(text) || depth > deepest) return;
    seen.add(text);
    found.push(layer);
    for (const inner of packedIn(layer, text)) search(inner, depth + 1);
  };
  search(bytes, 0);
  return found;
}

function packedIn(layer: Buffer, text: string): Buffer[] {
  if (layer[0] === 0x1f && layer[1] === 0x8b) return [gunzipSync(layer)];
  const lines = [...text.matchAll(pem)].map(([, body = '']) => body.replaceAll(/\s/g, ''));
  const urls = [...text.matchAll(percent)].map(([, data = '']) => Buffer.from(decodeURIComponent(data)));
  // A word of a text is base64 too, and decodes to nothing that matters.
  return [...urls, ...[...lines, ...(text.match(base64) ?? [])].map((word) => Buffer.from(word, 'base64'))];
}

/** A number that every form of the private key contains as bytes: a prime of RSA, the scalar of an elliptic curve. */
export function privateNumberOf(key: Buffer): Buffer {
  const { p, d } = createPrivateKey(key).export({ format: 'jwk' });
  const number = p ?? d;
  if (number === undefined) throw new Error('a private key without private number');
  return Buffer.from(number, 'base64url');
}
