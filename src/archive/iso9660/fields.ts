/** How ECMA-119 writes numbers, texts and dates. */

/** 7.2.3: both byte orders, 16 bits. */
export function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

/** 7.3.3: both byte orders, 32 bits. */
export function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

export function number32(value: number, order: 'little' | 'big'): Buffer {
  const bytes = Buffer.alloc(4);
  if (order === 'little') bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
}

export function number16(value: number, order: 'little' | 'big'): Buffer {
  const bytes = Buffer.alloc(2);
  if (order === 'little') bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

/** Filled up with spaces. */
export function ascii(text: string, length: number): Buffer {
  return Buffer.from(text.padEnd(length).slice(0, length), 'latin1');
}

/** UCS-2 as Joliet has it: big-endian. */
export function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Filled up with spaces; `length` in bytes, an odd one ends in a zero byte. */
export function ucs2Field(text: string, length: number): Buffer {
  return Buffer.concat([ucs2(text.padEnd(length >> 1).slice(0, length >> 1)), Buffer.alloc(length & 1)]);
}

/** 9.1.5: seven bytes, in UTC. */
export function recordingDate(time: Date): Buffer {
  return Buffer.from([
    time.getUTCFullYear() - 1900,
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
    0,
  ]);
}

/** 8.4.26.1: seventeen bytes, in UTC; without a time, what stands for none. */
export function volumeDate(time?: Date): Buffer {
  const digits = time ? time.toISOString().replaceAll(/\D/g, '').slice(0, 16) : '0'.repeat(16);
  return Buffer.concat([Buffer.from(digits, 'latin1'), Buffer.alloc(1)]);
}
