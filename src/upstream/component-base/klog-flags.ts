/** The flags of klog (up to 1.12 glog) all components had until KEP-2845 cut them down to -v and -vmodule. */
import { type Flag, type FlagType, flag } from '../flag.ts';
import type { Release } from '../release.ts';

const klog = (type: FlagType, since?: Release): Flag =>
  flag(type, { ...(since && { since }), until: '1.26', deprecated: '1.23', source: '#112120' });

export const klogFlags = {
  'add-dir-header': klog('bool', '1.17'),
  alsologtostderr: klog('bool'),
  'log-backtrace-at': klog('traceLocation'),
  'log-dir': klog('string'),
  'log-file': klog('string', '1.13'),
  'log-file-max-size': klog('uint', '1.15'),
  logtostderr: klog('bool'),
  'one-output': klog('bool', '1.20'),
  'skip-headers': klog('bool', '1.13'),
  'skip-log-headers': klog('bool', '1.15'),
  stderrthreshold: klog('severity'),
} satisfies Readonly<Record<string, Flag>>;
