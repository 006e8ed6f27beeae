/** What a build made, in a few lines, and what to do with it. */
import type { Built } from '../build.ts';

interface Row {
  readonly pool: string;
  readonly nodes: number;
  readonly system: string;
  readonly format: string;
  readonly bytes: number;
}

export function summary({ cluster, files }: Built, { out }: { readonly out: string }): string {
  const rows = cluster.profile.pools.map((pool): Row => {
    const nodes = cluster.nodes.filter((node) => node.pool === pool.name);
    const names = new Set(nodes.map((node) => node.name));
    const own = files.filter((file) => file.node !== undefined && names.has(file.node));
    return {
      pool: pool.name,
      nodes: nodes.length,
      system: pool.os,
      format: nodes[0]?.system.boots ?? '',
      bytes: own.reduce((sum, file) => sum + file.content.size, 0),
    };
  });
  const table = [
    ['POOL', 'NODES', 'SYSTEM', 'BOOTS BY', 'SIZE'],
    ...rows.map(({ pool, nodes, system, format, bytes }) => [
      pool,
      String(nodes),
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
  const sample = first ? `${out}/nodes/${first.name}/` : `${out}/`;
  return `${lines.join('\n')}\n\n${cluster.name}: ${cluster.nodes.length} nodes, ${files.length} files in ${out}/ (SHA256SUMS and manifest.json list them)\nNext: look at ${sample}, hand each machine its own files, and apply ${out}/manifests/ if there is one.\n`;
}
