/** The network as commands use it: the proxies of the environment, real pauses. */
import { setTimeout } from 'node:timers/promises';
import { dispatcherFor } from '../artifacts/dispatcher.ts';
import type { Client } from '../artifacts/http.ts';
import { type Limits, usualLimits } from '../artifacts/limits.ts';

export interface Network {
  /** Undefined: nobody is to be asked. */
  readonly client: Client | undefined;
  readonly limits: Limits;
  readonly sleep: (time: number) => Promise<void>;
}

/** Connections are closed when the work has ended. */
export async function withNetwork<T>(
  options: { readonly offline: boolean; readonly onlyHttps?: boolean },
  work: (network: Network) => Promise<T>,
): Promise<T> {
  const limits = usualLimits;
  const dispatcher = options.offline ? undefined : dispatcherFor(process.env, limits);
  const client = dispatcher && { dispatcher, limits, onlyHttps: options.onlyHttps ?? false };
  try {
    return await work({ client, limits, sleep: (time) => setTimeout(time) });
  } finally {
    await dispatcher?.destroy();
  }
}
