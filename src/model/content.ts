/**
 * The bytes of a file together with who may see them. Printing one by accident prints its size and secrecy, never its bytes;
 * secret content is made by `secret-content.ts` only, which nothing but `secrets/` and `pki/` imports (a test holds that).
 */
import { inspect } from 'node:util';

/** From everybody's to nobody's: `node` is for one machine, `cluster` for every machine of a role, `authority` never leaves a control plane. */
export const secrecies = ['public', 'node', 'cluster', 'authority'] as const;
export type Secrecy = (typeof secrecies)[number];
export type SecretSecrecy = Exclude<Secrecy, 'public'>;

export class Content<S extends Secrecy = Secrecy> {
  readonly secrecy: S;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(secrecy: S, bytes: Uint8Array) {
    this.secrecy = secrecy;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  /** The bytes themselves, for those who write them into an output. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return `[${this.secrecy} content, ${this.size} bytes]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

const utf8 = new TextEncoder();

/** Content that anybody may see. */
export function publicContent(data: string | Uint8Array): Content<'public'> {
  return new Content('public', typeof data === 'string' ? utf8.encode(data) : data);
}

export function isPublic(content: Content): content is Content<'public'> {
  return content.secrecy === 'public';
}

/** Bytes that others' are in, in whatever encoding: as secret as the most secret of the parts. */
export function joinContent(parts: Iterable<Content>, bytes: Uint8Array): Content {
  const levels = Array.from(parts, ({ secrecy }) => secrecies.indexOf(secrecy));
  return new Content(secrecies[Math.max(0, ...levels)] ?? 'public', bytes);
}
