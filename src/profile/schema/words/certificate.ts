/** Words of certificates. */
import type { z } from 'zod';
import { isHost } from './network.ts';
import { isLine, word } from './text.ts';

/** RFC 5280, appendix A: ub-common-name and its like; counted in characters. */
export function distinguished(longest: number): z.ZodString {
  return word(
    'distinguished-name',
    `a single line of 1 to ${longest} characters`,
    (text) => text !== '' && [...text].length <= longest && isLine(text),
  );
}

export const country = word('distinguished-name', 'a country by its two capital letters', (text) =>
  /^[A-Z]{2}$/.test(text),
);

/** A subject alternative name, or what stands for the node's own. */
export const san = word(
  'san-syntax',
  'a DNS name (perhaps with *. in front), an IP address, $(NODE_NAME) or $(NODE_IP)',
  (text) => ['$(NODE_NAME)', '$(NODE_IP)'].includes(text) || isServerName(text),
);

/** A subject alternative name of what all nodes have in common. */
export const serverName = word(
  'san-syntax',
  'a DNS name (perhaps with *. in front) or an IP address',
  isServerName,
);

function isServerName(text: string): boolean {
  return isHost(text.replace(/^\*\.(?=.*[a-z])/, ''));
}
