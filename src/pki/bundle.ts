/** Several authorities in one file, for those who trust all of them. */
import { pemBlocks } from './x509/pem.ts';

/**
 * The certificates of PEM texts in the order given, each once, one after the other with LF, and nothing that stands
 * between them.
 */
export function trustBundle(certificates: readonly string[]): string {
  const blocks = certificates.flatMap((text) => pemBlocks(text.replaceAll(/\r\n?/g, '\n'), 'CERTIFICATE'));
  return [...new Set(blocks)].map((block) => `${block}\n`).join('');
}
