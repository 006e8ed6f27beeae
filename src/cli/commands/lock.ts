/** `nodeseed lock`: the digest of everything that a profile's programs are, into a file beside the profile. */
import { publishedDigest } from '../../artifacts/checksums.ts';
import { inLanes } from '../../artifacts/lanes.ts';
import { sourceText } from '../../artifacts/progress.ts';
import { deriveCluster } from '../../cluster/derive.ts';
import { type LockPlan, type OpenPin, planLock } from '../../cluster/lock.ts';
import { contradictions } from '../../cluster/relations/pins.ts';
import { formatLock, titleOfLocked } from '../../lock/format.ts';
import type { Lock, LockedArtifact } from '../../model/lock.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { type Fault, InputError } from '../../shared/fault.ts';
import { type Network, withNetwork } from '../downloading.ts';
import { exitCodes } from '../exit.ts';
import { loadProfile, lockFileOf, placing, placingLater } from '../input.ts';
import { replaceFile } from '../replace-file.ts';

export interface LockCommand {
  readonly profile: string;
  readonly offline: boolean;
  readonly allowHttp: boolean;
}

/** Files of checksums asked for at a time. */
const lanes = 4;

export async function lock(argv: LockCommand): Promise<number> {
  const { profile, source, lock: earlier } = loadProfile(argv.profile);
  const plan = placing(
    () => source,
    undefined,
    () => planFrom(profile, earlier),
  );
  const found = await placingLater(source, undefined, () =>
    withNetwork({ offline: argv.offline, onlyHttps: !argv.allowHttp }, (network) =>
      resolveAll(plan.open, network, argv.offline),
    ),
  );
  const file = lockFileOf(argv.profile);
  const locked = { artifacts: [...plan.known, ...found] };
  replaceFile(file, lockText(locked), 0o644);
  process.stdout.write(summary(file, locked, found, earlier));
  return exitCodes.done;
}

function planFrom(profile: Profile, earlier: Lock | undefined): LockPlan {
  const cluster = deriveCluster(profile, undefined, 'open');
  const faults = earlier ? contradictions(earlier) : [];
  if (faults.length > 0) throw new InputError(faults);
  return planLock(cluster, earlier);
}

async function resolveAll(
  open: readonly OpenPin[],
  network: Network,
  offline: boolean,
): Promise<LockedArtifact[]> {
  const asking = { ...network, limits: { ...network.limits, fruitless: 2 } };
  const results = await inLanes(lanes, open, ({ checksums }) => publishedDigest(asking, checksums));
  const faults = results.flatMap(({ item, result }): Fault[] => {
    if ('digest' in result) return [];
    const reasons = result.refusals.map(({ source, reason }) => `${sourceText(source)}: ${reason}`);
    const title = titleOfLocked(item.file);
    return [
      {
        code: offline ? 'digest-unknown' : 'checksum-unavailable',
        message: offline
          ? `no published digest is known for ${title}`
          : `nobody states the digest of ${title}: ${reasons.join('; ') || 'there is nowhere to ask'}`,
        path: item.path,
      },
    ];
  });
  if (faults.length > 0) throw new InputError(faults);
  return results.flatMap(({ item: { file }, result }) => {
    const [first = '', ...rest] = file.urls;
    const { name, version, arch } = file;
    return 'digest' in result
      ? { ...{ name, version, arch }, digest: result.digest, sources: [first, ...rest], from: result.from }
      : [];
  });
}

function lockText(lock: Lock): string {
  const head = [
    'What the programs of this profile are, by digest; made by nodeseed lock, to be committed beside the profile.',
    'Who states each digest stands under from. Read what changes here before you build with it.',
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}${formatLock(lock)}`;
}

function summary(
  file: string,
  { artifacts }: Lock,
  found: readonly LockedArtifact[],
  earlier: Lock | undefined,
): string {
  const asked = found.map((one) => `${titleOfLocked(one)}\n  ${one.digest}\n  as stated by ${one.from}\n`);
  const kept = new Set(earlier?.artifacts.map((one) => `${titleOfLocked(one)} ${one.digest}`));
  const fresh = artifacts.filter((one) => !kept.has(`${titleOfLocked(one)} ${one.digest}`)).length;
  const files = artifacts.length === 1 ? '1 file' : `${artifacts.length} files`;
  return `${asked.join('')}${file}: ${files}, ${fresh} of them new here\n`;
}
