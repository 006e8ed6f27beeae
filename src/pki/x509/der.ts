/** DER by node-forge's ASN.1 writer, in the few types that certificates use. Bytes are Uint8Array outside of this file. */
import forge from 'node-forge';
import { Bug } from '../../shared/fault.ts';
import { utf8Bytes } from '../text.ts';

export type Asn1 = forge.asn1.Asn1;

const { Class, Type } = forge.asn1;

export function sequence(...items: readonly Asn1[]): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...items]);
}

/** A set of one: DER's order of set members need not be decided. */
export function setOf(item: Asn1): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.SET, true, [item]);
}

export function objectId(id: string): Asn1 {
  return primitive(Type.OID, forge.asn1.oidToDer(id).getBytes());
}

/** A non-negative integer, as bytes, highest first. */
export function integer(bytes: Uint8Array): Asn1 {
  if (bytes.length === 0) throw new Bug('an integer without bytes');
  const signed = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return primitive(Type.INTEGER, binary(signed));
}

export function boolean(value: boolean): Asn1 {
  return primitive(Type.BOOLEAN, value ? '\xff' : '\x00');
}

export function nullValue(): Asn1 {
  return primitive(Type.NULL, '');
}

export function utf8String(text: string): Asn1 {
  return primitive(Type.UTF8, binary(utf8Bytes(text)));
}

export function octetString(bytes: Uint8Array): Asn1 {
  return primitive(Type.OCTETSTRING, binary(bytes));
}

/** `unused` is the number of bits at the end that do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Asn1 {
  return primitive(Type.BITSTRING, String.fromCharCode(unused) + binary(bytes));
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). `instant` as in `time.ts`. */
export function time(instant: string): Asn1 {
  const digits = `${instant.replaceAll(/[-:TZ]/g, '')}Z`;
  return instant < '2050'
    ? primitive(Type.UTCTIME, digits.slice(2))
    : primitive(Type.GENERALIZEDTIME, digits);
}

/** `[tag] IMPLICIT` over bytes. */
export function implicit(tag: number, bytes: Uint8Array): Asn1 {
  return forge.asn1.create(Class.CONTEXT_SPECIFIC, tag, false, binary(bytes));
}

/** `[tag] EXPLICIT`. */
export function explicit(tag: number, item: Asn1): Asn1 {
  return forge.asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [item]);
}

export function encode(item: Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(item).getBytes(), 'binary');
}

/** Throws on anything that is not DER. */
export function decode(der: Uint8Array): Asn1 {
  const options = { strict: true, parseAllBytes: true, decodeBitStrings: false };
  return forge.asn1.fromDer(binary(der), options as unknown as boolean);
}

/** The members of a constructed value. */
export function members(item: Asn1 | undefined): readonly Asn1[] {
  return Array.isArray(item?.value) ? item.value : [];
}

/** The bytes of a primitive value. */
export function contents(item: Asn1 | undefined): Buffer | undefined {
  return typeof item?.value === 'string' ? Buffer.from(item.value, 'binary') : undefined;
}

export function objectIdOf(item: Asn1 | undefined): string | undefined {
  if (item?.type !== Type.OID || typeof item.value !== 'string') return undefined;
  return forge.asn1.derToOid(item.value);
}

/** `[tag]` of the context-specific class. */
export function isTagged(item: Asn1, tag: number): boolean {
  return item.tagClass === Class.CONTEXT_SPECIFIC && Number(item.type) === tag;
}

function primitive(type: forge.asn1.Type, bytes: string): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, type, false, bytes);
}

/** forge's notion of bytes: a string of code units below 256. */
function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('binary');
}
