/** What a check and a build say of a profile that is good for now. */
import type { Built } from '../build.ts';
import { pairingWarnings } from '../cluster/pairing.ts';
import { proxyProgramWarnings } from '../cluster/proxy-programs.ts';
import { endings } from '../credentials/endings.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Warning } from '../shared/warning.ts';
import { type LoadedSecrets, withCommand } from './input.ts';
import { type Placed, placeFaults, type SourceFile } from './report.ts';
import { type Clock, instantOf } from './times.ts';

/** Without secrets nothing is said of what they hold. */
export function warningsOf(
  { cluster, issued }: Pick<Built, 'cluster' | 'issued'>,
  profile: SourceFile,
  loaded: LoadedSecrets | undefined,
  clock: Clock,
): Placed<Warning>[] {
  const ofSecrets = (secrets: Secrets) => endings(cluster, secrets, issued, instantOf('', undefined, clock));
  const ofProfile = [...pairingWarnings(cluster), ...proxyProgramWarnings(cluster)];
  const all = [...ofProfile, ...(loaded ? ofSecrets(loaded.secrets) : [])];
  const complete = all.map((one) => withCommand(one, profile.file, loaded?.source.file ?? 'FILE'));
  return placeFaults(complete, profile, loaded?.source);
}

/** To standard error, a line for each: `FILE:LINE:COL: warning: MESSAGE (HINT) [CODE]`. */
export function printWarnings(warnings: readonly Placed<Warning>[]): void {
  const lines = warnings.map(
    ({ fault, source, range }) =>
      `${source.file}:${range.line}:${range.column}: warning: ${fault.message} (${fault.hint}) [${fault.code}]\n`,
  );
  process.stderr.write(lines.join(''));
}
