/** `nodeseed try`: one node, booted in a container on this machine from what `build` writes for it, and compared. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeMachine } from '../build.ts';
import { deliveryMode } from '../cluster/delivery.ts';
import type { Fit } from '../formats/fit.ts';
import { bootFiles } from '../formats/node-files.ts';
import type { Content } from '../model/content.ts';
import type { SystemName } from '../upstream/systems.ts';
import { type BareBoot, withBareBoot } from './bare.ts';
import { impatient, sysctlFile } from './body.ts';
import { overlayChanges } from './changes.ts';
import type { Check } from './check.ts';
import { has } from './command.ts';
import { compare } from './compare.ts';
import type { Explanation } from './habits.ts';
import { type ImagePlan, image, type Suite } from './image.ts';
import { openRun, type Run } from './places.ts';
import { prepare } from './prepare.ts';
import { localArtifacts, missingArtifacts, programsIn } from './programs.ts';
import { hasIgnition, ignitionProgram } from './seed.ts';
import { Unable } from './unable.ts';

export interface Trial {
  readonly planned: NodeMachine;
  /** A root file system of the node's own system; absent: a Debian is made and dressed as it. */
  readonly image?: string;
  /** Where made images and this run's machine are kept. */
  readonly cache: string;
  /** A folder of artifacts under the names of their digests. */
  readonly artifacts: string;
  /** One line for each thing that takes its time or that the user should know. */
  readonly tell: (line: string) => void;
}

export interface Outcome {
  readonly checks: readonly Check[];
  readonly seconds: number;
  /** The installer's own lines. */
  readonly installer: readonly string[];
}

/** The Debian that comes next to each system that a Debian can stand for. */
const standIns: Partial<Record<SystemName, Suite>> = {
  'ubuntu-16.04': 'bookworm',
  'ubuntu-18.04': 'bookworm',
  'ubuntu-20.04': 'bookworm',
  'ubuntu-22.04': 'bookworm',
  'ubuntu-24.04': 'trixie',
  'debian-11': 'bookworm',
  'debian-12': 'bookworm',
  'debian-13': 'trixie',
  'flatcar-4081': 'bookworm',
  'flatcar-4593': 'bookworm',
};

/** What programs that really run keep for themselves. */
const ofPrograms: Explanation = {
  why: 'containerd, the kubelet, etcd and the like at work',
  paths: [
    /^\/var\/lib\/(containerd|kubelet|etcd|cni|kube-proxy|docker|calico)(\/|$)/,
    /^\/var\/log\/(pods|containers|kubernetes)(\/|$)/,
    /^\/opt\/containerd(\/|$)/,
    /^\/etc\/cni(\/net\.d)?$/,
  ],
};

const cacheInside: Explanation = {
  why: 'where the machine sees the artifacts',
  paths: [new RegExp(`^${localArtifacts}$`)],
};

/** Throws Unable where this machine cannot do it, InputError where `build` would not write the node's files. */
export async function tryNode(trial: Trial): Promise<Outcome> {
  const { planned, image: given, cache, artifacts, tell } = trial;
  const { whole, fit } = await bootFiles(planned.node, planned.machine);
  checkHost(planned, given);
  const run = openRun(cache);
  const bundle = writeBundle(run, whole);
  for (const line of otherwise(planned, fit, artifacts)) tell(line);
  if (given === undefined) return await bootNode(trial, run, bundle, madeImage(run, planned, tell));
  tell('booting the image as it is, to know what it does by itself');
  return await withBareBoot(run, planned, given, (bare) => bootNode(trial, run, bundle, given, bare));
}

/** With the image's own boot the image is the system's own, else a Debian that is dressed as it. */
async function bootNode(
  { planned, artifacts, tell }: Trial,
  run: Run,
  bundle: string,
  root: string,
  bare?: BareBoot,
): Promise<Outcome> {
  const absent = missingArtifacts(artifacts, planned.machine);
  if (absent.length > 0) tell(`not in ${artifacts}, and there is no network inside: ${absent.join(', ')}`);
  const machine = prepare({
    run,
    name: planned.node.name,
    planned,
    bundle,
    image: root,
    genuine: bare !== undefined,
    more: absent.length > 0 ? [impatient] : [],
    binds: existsSync(artifacts) ? new Map([[artifacts, localArtifacts]]) : new Map(),
  });
  tell('booting');
  try {
    const report = await machine.boot();
    const checks = compare({
      planned,
      image: root,
      root: machine.root,
      changes: overlayChanges(machine.changes, root),
      report,
      programs: programsIn(artifacts),
      inContainer: true,
      fstab: machine.fstab,
      explanations: [ofPrograms, cacheInside],
      ...(bare && { bare }),
    });
    return { checks, seconds: report.seconds, installer: report.installer };
  } finally {
    machine.close();
  }
}

function checkHost({ node, machine }: NodeMachine, given: string | undefined): void {
  if (process.getuid?.() !== 0)
    throw new Unable('booting a machine needs root: run it again by sudo, with --cache as it is for you');
  const programs = {
    'systemd-nspawn': 'systemd-container',
    ip: 'iproute2',
    nsenter: 'util-linux',
    journalctl: 'systemd',
    ...(given === undefined && { mmdebstrap: 'mmdebstrap' }),
  };
  for (const [program, debianPackage] of Object.entries(programs))
    if (!has(program)) throw new Unable(`${program} is not installed (Debian's package ${debianPackage})`);
  if (node.system.boots === 'ignition' && !hasIgnition())
    throw new Unable(`${ignitionProgram} is not installed (Debian's package ignition)`);
  if (
    given !== undefined &&
    !['usr/lib/systemd/systemd', 'lib/systemd/systemd'].some((one) => existsSync(join(given, one)))
  )
    throw new Unable(`${given} is no root file system with systemd in it`);
  const unknown = Object.keys(machine.sysctls).filter((key) => !existsSync(sysctlFile(key)));
  if (unknown.length > 0)
    throw new Unable(
      `this machine's kernel has no ${unknown.join(', ')}: load what brings it first (modprobe -a ${machine.modules.join(' ')})`,
    );
}

function madeImage(run: Run, { node, machine }: NodeMachine, tell: (line: string) => void): string {
  const suite = standIns[node.systemName];
  if (suite === undefined)
    throw new Unable(
      `no Debian can stand for ${node.systemName}: give a root file system of it by --image DIR`,
    );
  tell(`${node.name} runs ${node.systemName}; a Debian ${suite} stands for it (--image DIR for a real one)`);
  const plan: ImagePlan = { suite, packages: machine.packages.install };
  return image(run.images, plan);
}

/** What reaches the machine in another way than `build` has in mind. */
function otherwise({ node }: NodeMachine, { how, served }: Fit, artifacts: string): string[] {
  const { platform } = node.settings;
  const fitted: Record<Fit['how'], readonly string[]> = {
    whole: [],
    compressed: [`build compresses its configuration for ${platform}; here the machine gets it as it is`],
    pointer: [
      `build writes a pointer for ${platform}, to serve/${served?.path}; here the machine gets at once what that leads to`,
    ],
  };
  const travelling = `its programs travel in its bundle (delivery.mode: embed); here the machine gets them from ${artifacts}`;
  return [...fitted[how], ...(deliveryMode(node) === 'embed' ? [travelling] : [])];
}

/** For the machine's first boot. */
function writeBundle(run: Run, whole: Readonly<Record<string, Content>>): string {
  const folder = join(run.folder, 'bundle');
  mkdirSync(folder, { mode: 0o700 });
  for (const [name, content] of Object.entries(whole))
    writeFileSync(join(folder, name), content.reveal(), { mode: 0o600 });
  return folder;
}
