/** A script that is run once a boot and again after a failure. */
import type { Origin, Unit } from '../model/machine.ts';
import { execLine, renderUnit } from '../shared/unit-text.ts';
import { unitWithPatch } from './parts.ts';

export interface Oneshot {
  /** Without `.service`. */
  readonly name: string;
  readonly description: string;
  /** Run by /bin/sh, with its arguments. */
  readonly script: readonly [string, ...string[]];
  /** Started before it, if need be; absent: the network. */
  readonly wants?: readonly string[];
  readonly before?: string;
  readonly after?: string;
  /** A file of variables, which need not exist. */
  readonly environment?: string;
  /** How long it may take, in seconds. */
  readonly limit: number;
  readonly origin: Origin;
}

/** The service, and a timer that starts it again as long as it has failed: once it has succeeded it stays active. */
export function oneshot(one: Oneshot): Unit[] {
  const { name, description, script, wants = ['network-online.target'], before, after } = one;
  const { environment, limit, origin } = one;
  const entries = {
    Unit: {
      Description: description,
      Wants: wants.join(' '),
      After: [...wants, ...(after === undefined ? [] : [after])].join(' '),
      ...(before !== undefined && { Before: before }),
    },
    Service: {
      Type: 'oneshot',
      ...(environment !== undefined && { EnvironmentFile: `-${environment}` }),
      RemainAfterExit: 'yes',
      TimeoutStartSec: String(limit),
    },
    Install: { WantedBy: 'multi-user.target' },
  };
  const service = unitWithPatch(
    `${name}.service`,
    entries,
    execLine(['/bin/sh', ...script]),
    undefined,
    origin,
  );
  return [service, { name: `${name}.timer`, state: 'enabled', text: again(name), dropIns: [], origin }];
}

function again(name: string): string {
  return renderUnit({
    sections: [
      { name: 'Unit', entries: [['Description', `Another run of ${name} after one that failed`]] },
      { name: 'Timer', entries: [['OnUnitInactiveSec', '1min']] },
      { name: 'Install', entries: [['WantedBy', 'timers.target']] },
    ],
  });
}
