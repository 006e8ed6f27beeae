/** Builds a cluster of as many workers as the argument says, stage by stage; prints seconds a stage and the peak of memory. */
import { deriveCluster } from '../../src/cluster/derive.ts';
import { issuer } from '../../src/credentials/issue.ts';
import { nodeCredentials } from '../../src/credentials/node.ts';
import { nodeFiles } from '../../src/formats/node-files.ts';
import { machineOf } from '../../src/machine/machine.ts';
import { profileOf, profileText, secretsOf } from './cluster.ts';

export interface Measured {
  /** Seconds. */
  readonly stages: Readonly<Record<string, number>>;
  /** MiB of resident memory, all files held at once. */
  readonly peak: number;
  readonly idle: number;
  readonly bytes: number;
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;
const stages: Record<string, number> = {};

async function timed<T>(stage: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  stages[stage] = (performance.now() - start) / 1000;
  return result;
}

const text = profileText(Number(process.argv[2]));
const idle = peakMiB();
const profile = await timed('profile', () => profileOf(text));
const secrets = secretsOf(profile);
const cluster = await timed('cluster', () => deriveCluster(profile));
const issue = issuer(secrets);
const granted = await timed('credentials', () =>
  cluster.nodes.map((node) => ({ node, credentials: nodeCredentials(cluster, secrets, issue, node) })),
);
const machines = await timed('machine', () =>
  granted.map(({ node, credentials }) => ({
    node,
    machine: machineOf(cluster, node, credentials, secrets.issuedAt),
  })),
);
const files = await timed('formats', async () => {
  const all = [];
  for (const { node, machine } of machines) all.push(...(await nodeFiles(node, machine)).files);
  return all;
});
const bytes = files.reduce((sum, { content }) => sum + content.size, 0);
const measured: Measured = { stages, peak: peakMiB(), idle, bytes };
console.log(JSON.stringify(measured));
