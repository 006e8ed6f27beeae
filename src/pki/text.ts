import { Bug } from '../shared/fault.ts';

/** UTF-8. Half a surrogate pair has no bytes of its own, two such texts would become alike: refused. */
export function utf8Bytes(text: string): Buffer {
  if (/\p{Surrogate}/u.test(text)) throw new Bug('half a surrogate pair in a text');
  return Buffer.from(text, 'utf8');
}
