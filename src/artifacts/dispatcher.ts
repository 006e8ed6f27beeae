/** Connections, through a proxy where the user's environment names one. */
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { InputError } from '../shared/fault.ts';
import type { Limits } from './limits.ts';

/** As in the environment: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or not. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws InputError for a variable that names no proxy. To be closed by whoever asked for it. */
export function dispatcherFor(environment: Environment, limits: Limits): Dispatcher {
  return new EnvHttpProxyAgent({
    httpProxy: proxyIn(environment, 'http_proxy'),
    httpsProxy: proxyIn(environment, 'https_proxy'),
    noProxy: environment['no_proxy'] || environment['NO_PROXY'] || '',
    connect: { timeout: limits.connect },
    // What needs no tunnel is asked for as curl does it: many proxies allow a tunnel to port 443 only.
    proxyTunnel: false,
  });
}

/** As curl reads it: without a scheme it is http. Empty: none. */
function proxyIn(environment: Environment, name: string): string {
  const text = environment[name] || environment[name.toUpperCase()] || '';
  if (text === '') return '';
  const address = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  // It may hold a password: it is not shown.
  throw new InputError([
    {
      code: 'proxy-syntax',
      message: `the environment's ${name.toUpperCase()} names no proxy`,
      expected: 'an http or https address such as http://proxy.example:3128',
      path: [],
    },
  ]);
}
