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

export async function allReady(cluster: Cluster, names: readonly string[], since = 0): Promise<void> {
  await cluster.until(`nodes ready: ${names.join(' ')}`, () => {
    const nodes: NodeObject[] = cluster.get('nodes').items;
    const found = nodes.filter((node) => isReady(node, since)).map(({ metadata }) => metadata.name);
    return names.every((name) => found.includes(name));
  });
}

/** The DaemonSet's on these nodes, in the nodes' order. Throws where one does not run, or has not been started again so often. */
export function helloPods(cluster: Cluster, names: readonly string[], restarts = 0): readonly Pod[] {
  const all: PodObject[] = cluster.get('pods', '--selector=app=hello').items;
  const running = all.filter(({ metadata, status: { containerStatuses: [container] = [] } }) => {
    return !metadata.deletionTimestamp && container?.ready && container.restartCount >= restarts;
  });
  return names.map((name) => {
    const pod = running.find(({ spec }) => spec.nodeName === name);
    if (!pod) throw new Error(`no pod runs on ${name}`);
    return { name: pod.metadata.name, node: name, address: pod.status.podIP ?? '' };
  });
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

/**
 * Until every node's pod has an answer from every other's, under its own address. What the API has to say of a pod whose machine
 * was away is old, so it is asked every time.
 */
export async function podsReachEachOther(
  cluster: Cluster,
  names: readonly string[],
  restarts = 0,
): Promise<void> {
  const expected = names.join(' ');
  await cluster.until(`pods that reach each other on ${expected}`, () => {
    const pods = helloPods(cluster, names, restarts);
    const places = pods.map(({ address }) => `${address} 8080`);
    for (const pod of pods) {
      const told = answers(cluster, pod, places).join(' ');
      if (told !== expected) throw new Error(`the pod on ${pod.node} was told: ${told}`);
    }
    return true;
  });
}
