/** What the API says of the cluster under test, in the words of the tests. */
import type { Cluster } from './cluster.ts';

export interface NodeObject {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly podCIDRs?: readonly string[];
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status: {
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastHeartbeatTime: string;
    }[];
  };
}

export interface Pod {
  readonly name: string;
  readonly node: string;
  readonly address: string;
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName: string };
  readonly status: {
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly ready: boolean; readonly restartCount: number }[];
  };
}

/** As its kubelet has said since that moment. */
function isReady({ status }: NodeObject, since: number): boolean {
  return status.conditions.some(
    ({ type, status: value, lastHeartbeatTime }) =>
      type === 'Ready' && value === 'True' && Date.parse(lastHeartbeatTime) >= since,
  );
}

export async function allReady(
  cluster: Cluster,
  names: readonly string[],
  seconds: number,
  since = 0,
): Promise<void> {
  await cluster.until(`nodes ready: ${names.join(' ')}`, seconds, () => {
    const nodes: NodeObject[] = cluster.get('nodes').items;
    const found = nodes.filter((node) => isReady(node, since)).map(({ metadata }) => metadata.name);
    return names.every((name) => found.includes(name));
  });
}

/** The DaemonSet's, one on each of these nodes. Each runs, and has been started again at least `restarts` times. */
export async function helloPods(
  cluster: Cluster,
  names: readonly string[],
  seconds: number,
  restarts = 0,
): Promise<readonly Pod[]> {
  let pods: Pod[] = [];
  await cluster.until(`a pod on each of ${names.join(' ')}`, seconds, () => {
    const found: PodObject[] = cluster.get('pods', '--selector=app=hello').items;
    pods = found
      .filter(({ metadata, status: { containerStatuses: [container] = [] } }) => {
        const runs = !metadata.deletionTimestamp && container?.ready;
        return runs && container.restartCount >= restarts;
      })
      .map(({ metadata, spec, status }) => ({
        name: metadata.name,
        node: spec.nodeName,
        address: status.podIP ?? '',
      }));
    return names.every((name) => pods.some(({ node }) => node === name));
  });
  return pods.filter(({ node }) => names.includes(node));
}

/** For a shell in an image with busybox: what is at ADDRESS PORT. */
export const ask = 'ask() { printf "GET /node HTTP/1.0\\r\\n\\r\\n" | nc -w 5 "$1" "$2" | tail -n 1; }';

/** From inside the pod: which node answers at each of these `ADDRESS PORT`; an empty line where nobody does. */
export function answers(cluster: Cluster, from: Pod, places: readonly string[]): string[] {
  const script = [ask, ...places.map((place) => `ask ${place} || echo`)].join('\n');
  const { status, stdout, stderr } = cluster.kubectl('exec', from.name, '--', 'sh', '-c', script);
  if (status !== 0) throw new Error(`${from.name}: ${stderr}`);
  return stdout.trimEnd().split('\n');
}

/** Every pod, under its own address, from every pod. */
export async function reachEachOther(cluster: Cluster, pods: readonly Pod[], seconds: number): Promise<void> {
  const expected = pods.map(({ node }) => node).join(' ');
  for (const pod of pods) {
    const places = pods.map(({ address }) => `${address} 8080`);
    await cluster.until(`all pods answer the one on ${pod.node}`, seconds, () => {
      const told = answers(cluster, pod, places).join(' ');
      if (told !== expected) throw new Error(`it was told: ${told}`);
      return true;
    });
  }
}
