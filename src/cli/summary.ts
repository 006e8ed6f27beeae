/** What a build made, in a few lines, and what to do with it. */
import type { Built } from '../build.ts';
import type { Fit } from '../formats/fit.ts';

interface Row {
  readonly pool: string;
  readonly nodes: string;
  readonly system: string;
  readonly format: string;
  readonly bytes: number;
}

export interface Written {
  readonly out: string;
  /** Nodes whose files were there before and are others now. */
  readonly changed: readonly string[];
}

export function summary({ cluster, files, fits }: Built, { out, changed }: Written): string {
  const rows = cluster.profile.pools.map((pool): Row => {
    const nodes = cluster.nodes.filter((node) => node.pool === pool.name);
    const names = new Set(nodes.map((node) => node.name));
    const own = files.filter((file) => file.node !== undefined && names.has(file.node));
    return {
      pool: pool.name,
      nodes: pool.nodes === 'dynamic' ? 'dynamic' : String(nodes.length),
      system: pool.os,
      format: nodes[0]?.system.boots ?? '',
      bytes: own.reduce((sum, file) => sum + file.content.size, 0),
    };
  });
  const table = [
    ['POOL', 'NODES', 'SYSTEM', 'BOOTS BY', 'SIZE'],
    ...rows.map(({ pool, nodes, system, format, bytes }) => [
      pool,
      nodes,
      system,
      format,
      `${Math.ceil(bytes / 1024)} KiB`,
    ]),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const first = cluster.nodes[0];
  const sample = first ? `${out}/${first.dynamic ? 'pools' : 'nodes'}/${first.name}/` : `${out}/`;
  const known = cluster.nodes.filter(({ dynamic }) => !dynamic).length;
  const count = `${known} ${known === 1 ? 'node' : 'nodes'}, ${files.length} files`;
  const inAll = `${cluster.name}: ${count} in ${out}/ (SHA256SUMS and manifest.json list them)`;
  const next = `Next: look at ${sample}, hand each machine its own files${manifestsLine(cluster, files, out)}.`;
  return `${lines.join('\n')}\n\n${inAll}\n${next}\n${fitLines(fits, out)}${networkBootLine(files, out)}${adminLine(cluster, files, out)}${changedLine(changed)}`;
}

/** A cluster that brings itself up is first seen by who may ask its API. */
function adminLine(cluster: Built['cluster'], files: Built['files'], out: string): string {
  if (!cluster.controlPlane) return '';
  return files.some(({ path }) => path === 'admin.conf')
    ? `Once they have booted: kubectl --kubeconfig ${out}/admin.conf get nodes\n`
    : 'To ask the cluster once it runs, build with --admin-kubeconfig.\n';
}

/** The machines' own files lie there once more, for a server. */
function networkBootLine(files: Built['files'], out: string): string {
  const keys = files.some(({ path, content }) => path.startsWith('pxe/') && content.secrecy !== 'public');
  return keys ? `${out}/pxe/ has the machines' keys: serve it in a network of their own.\n` : '';
}

/** A control plane of ours applies its manifests itself. */
function manifestsLine(cluster: Built['cluster'], files: Built['files'], out: string): string {
  const some = files.some(({ path }) => path.startsWith('manifests/'));
  return some && !cluster.controlPlane ? `, and apply ${out}/manifests/ to the control plane` : '';
}

const named = 12;

function listed(names: readonly string[]): string {
  const more = names.length > named ? ` and ${names.length - named} more` : '';
  return `${names.slice(0, named).join(', ')}${more}`;
}

/** What is not as people would read it, and what that asks of whoever starts the machines. */
function fitLines(fits: Built['fits'], out: string): string {
  const namesOf = (how: Fit['how']) => fits.filter(({ fit }) => fit.how === how).map(({ node }) => node.name);
  const compressed = namesOf('compressed');
  const pointers = namesOf('pointer');
  const beside = [...new Set(fits.flatMap(({ fit }) => fit.beside ?? []))];
  return [
    ...(compressed.length > 0 ? [`Compressed to fit their platform: ${listed(compressed)}\n`] : []),
    ...beside.map((setting) => `Their platform has to be told: ${setting}\n`),
    ...(pointers.length > 0
      ? [
          `Pointers to what is in ${out}/serve/, which is to be put at delivery.url before they boot: ${listed(pointers)}\n`,
        ]
      : []),
  ].join('');
}

/** A new node changes the others' routes, a new member of etcd the API servers' flags: those that run already need their new files. */
function changedLine(changed: readonly string[]): string {
  if (changed.length === 0) return '';
  return `Changed since the last build, so running machines need their new files: ${listed(changed)}\n`;
}
