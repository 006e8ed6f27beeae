/** Makes secret content. Imported by `secrets/` and `pki/` alone; `test/architecture` holds that. */
import { Content, type SecretSecrecy } from './content.ts';

const utf8 = new TextEncoder();

export function secretContent<S extends SecretSecrecy>(secrecy: S, data: string | Uint8Array): Content<S> {
  return new Content(secrecy, typeof data === 'string' ? utf8.encode(data) : data);
}
