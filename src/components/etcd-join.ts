/** An etcd that joins a cluster which runs already: added as a learner before it starts, made a voter once it has caught up. */

import type { Cluster, Node } from '../cluster/cluster.ts';
import { type ControlPlane, type EtcdMember, membersBefore } from '../cluster/control-plane.ts';
import { runsAsPods } from '../cluster/etcd.ts';
import { controlPlanePaths as paths } from '../cluster/paths.ts';
import { programPath } from '../cluster/programs.ts';
import type { Origin } from '../model/machine.ts';
import { renderUnit } from '../shared/unit-text.ts';
import type { Contribution } from './contribution.ts';
import { joinScript } from './etcd/script.ts';
import { oneshot } from './oneshot.ts';
import { textFile } from './parts.ts';

const scriptPath = '/etc/nodeseed/etcd-join.sh';
const tablePath = '/etc/nodeseed/etcd-join.table';
const joinName = 'nodeseed-etcd-join';
/** In seconds, longer than the script waits by itself. */
const limit = 900;

export function etcdJoin(cluster: Cluster, node: Node): Contribution {
  const plane = cluster.controlPlane;
  const member = plane?.etcd.find((one) => one.node.name === node.name);
  if (!plane || !member?.joins) return {};
  const origin: Origin = { component: 'etcd-join', path: node.path };
  const starter = runsAsPods(plane, node) ? 'kubelet.service' : 'etcd.service';
  return {
    files: [
      textFile(scriptPath, joinScript, origin, 0o755),
      textFile(tablePath, joinTable(plane, member, node), origin),
    ],
    units: [
      ...oneshot({
        name: joinName,
        description: 'Add this etcd to its cluster',
        script: [scriptPath, 'add'],
        before: starter,
        limit,
        origin,
      }),
      ...oneshot({
        name: 'nodeseed-etcd-promote',
        description: 'Make this etcd a voter of its cluster',
        script: [scriptPath, 'promote'],
        after: `${joinName}.service`,
        limit,
        origin,
      }),
      // Wanted, not required: an etcd that is no member yet fails and is started again, and runs as soon as it is one.
      {
        name: starter,
        state: 'enabled',
        dropIns: [{ name: '20-etcd-join.conf', text: after, origin }],
        origin,
      },
    ],
  };
}

const after = renderUnit({
  sections: [
    {
      name: 'Unit',
      entries: [
        ['Wants', `${joinName}.service`],
        ['After', `${joinName}.service`],
      ],
    },
  ],
});

/** `join.sh` says what the words mean. */
function joinTable(plane: ControlPlane, member: EtcdMember, node: Node): string {
  const others = membersBefore(plane, member);
  const rows: [string, string][] = [
    ['name', member.name],
    ['peer', member.peerURL],
    ['data', plane.settings.etcd?.dataDirectory ?? paths.etcdData],
    ['etcdctl', programPath(node, 'etcdctl')],
    ['endpoints', others.map((one) => one.clientURL).join(',')],
    ['cacert', paths.etcdCa.certificate],
    ['cert', paths.etcdHealthcheckClient.certificate],
    ['key', paths.etcdHealthcheckClient.key],
    // etcd takes one learner at a time, and its list of members must be right when it starts.
    ...others.filter((one) => one.joins).map((one): [string, string] => ['before', one.peerURL]),
  ];
  return rows.map(([word, value]) => `${word} ${value}\n`).join('');
}
