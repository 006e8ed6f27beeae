/**
 * What is applied to the API once it is up, by every control-plane node again and again: the manifests as files, the
 * reconciler and its table, and the timer that starts it.
 */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { sourcesOf } from '../cluster/sources.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import {
  appliedManifests,
  type FetchedManifest,
  isWritten,
  type WrittenManifest,
} from '../manifests/applied.ts';
import { nodeStates } from '../manifests/nodes.ts';
import type { Placement } from '../model/artifact.ts';
import { isPublic } from '../model/content.ts';
import type { File, Origin, Unit } from '../model/machine.ts';
import { renderUnit } from '../shared/unit-text.ts';
import { applyScript } from './apply/script.ts';
import { type ApplySettings, applyTable } from './apply/table.ts';
import type { Contribution } from './contribution.ts';
import { contentFile, directory, textFile } from './parts.ts';

/** `apply.sh` takes the table as its argument and looks for the manifests in the folder of that name. */
const scriptPath = '/etc/nodeseed/apply.sh';
const tablePath = '/etc/nodeseed/apply.table';
const folder = '/etc/nodeseed/apply';

export function apply(
  cluster: Cluster,
  node: Node,
  credentials: NodeCredentials,
  settings: Partial<ApplySettings> = {},
): Contribution {
  if (!cluster.controlPlane || node.role !== 'control-plane') return {};
  const origin: Origin = { component: 'apply', path: ['controlPlane'] };
  const manifests = appliedManifests(cluster, credentials.tokens);
  const table = applyTable(cluster, node, manifests, nodeStates(cluster), settings);
  return {
    files: [
      textFile(scriptPath, applyScript, origin, 0o755),
      textFile(tablePath, table, origin, 0o600),
      ...manifests.filter(isWritten).map(manifestFile),
    ],
    directories: [directory(folder, origin, 0o700)],
    placements: manifests.flatMap((one) => (isWritten(one) ? [] : [placementOf(node, one)])),
    units: units(origin),
  };
}

/** Nobody but root has any business with them, whether they hold secrets or not. */
function manifestFile({ file, content, path }: WrittenManifest): File {
  const made = contentFile(`${folder}/${file}`, content, { component: 'apply', path });
  return isPublic(made.content) ? { ...made, content: made.content, mode: 0o600 } : made;
}

/** Its origin is not the reconciler: what cannot be fetched yet must not keep everything else from being applied. */
function placementOf(node: Node, { name, file, url, digest, path }: FetchedManifest): Placement {
  return {
    artifact: {
      name: `manifest ${name}`,
      version: digest.slice(0, digest.indexOf(':') + 13),
      arch: node.arch,
      format: 'binary',
      digest,
      sources: sourcesOf(node, [url]),
    },
    files: [{ target: `${folder}/${file}`, mode: 0o600 }],
    origin: { component: 'binaries', path },
  };
}

/** Not RemainAfterExit=: the timer starts it anew each time. */
function units(origin: Origin): Unit[] {
  const service = renderUnit({
    sections: [
      {
        name: 'Unit',
        entries: [
          ['Description', 'Apply what this cluster is to have to its API'],
          ['Wants', 'network-online.target'],
          ['After', 'network-online.target nodeseed-install.service'],
        ],
      },
      {
        name: 'Service',
        entries: [
          ['Type', 'oneshot'],
          ['ExecStart', `/bin/sh ${scriptPath} ${tablePath}`],
          ['SyslogIdentifier', 'nodeseed-apply'],
          ['TimeoutStartSec', '30min'],
        ],
      },
    ],
  });
  const timer = renderUnit({
    sections: [
      {
        name: 'Unit',
        entries: [['Description', 'Runs of nodeseed-apply, until what it applies holds and ever after']],
      },
      {
        name: 'Timer',
        entries: [
          ['OnBootSec', '10s'],
          ['OnUnitInactiveSec', '3min'],
          ['AccuracySec', '1s'],
        ],
      },
      { name: 'Install', entries: [['WantedBy', 'timers.target']] },
    ],
  });
  return [
    { name: 'nodeseed-apply.service', state: 'static', text: service, dropIns: [], origin },
    { name: 'nodeseed-apply.timer', state: 'enabled', text: timer, dropIns: [], origin },
  ];
}
