import { readFileSync } from 'node:fs';
import { type Row, type Table, tableSchema } from './facts.ts';

/** The profiles that have a table of facts, by their names in `profiles/`. */
export const tableNames = [
  'split-ca',
  'consul-docker',
  'tls-bootstrap-ipvs',
  'node-certificate',
  'kubeadm-layout',
] as const;
export type TableName = (typeof tableNames)[number];

/** Throws where a row is not well-formed for its kind. */
export function readTable(name: TableName): Table {
  const file = new URL(`../../fixtures/facts/${name}.json`, import.meta.url);
  return tableSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Whether a row speaks of the node with this name. */
export function appliesTo(row: Row, nodeName: string): boolean {
  return row.node.endsWith('*') ? nodeName.startsWith(row.node.slice(0, -1)) : row.node === nodeName;
}
