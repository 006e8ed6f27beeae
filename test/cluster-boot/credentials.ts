/** Certificates of the kubelets under test, and what the API lets them do. */
import type { Cluster } from './cluster.ts';
import type { ClusterMachine } from './machine.ts';

/** Through the proxy of a machine that is no control plane. */
export const localApi = 'https://127.0.0.1:7443';

const folder = '/var/lib/kubelet/pki';
const current = `${folder}/kubelet-client-current.pem`;

interface Request {
  readonly spec: { readonly username: string; readonly signerName: string };
  readonly status: {
    readonly certificate?: string;
    readonly conditions?: readonly { readonly type: string }[];
  };
}

/** Client certificates of kubelets that were asked for by these, approved and issued. */
export function issuedTo(cluster: Cluster, who: RegExp): string[] {
  return (cluster.get('certificatesigningrequests').items as Request[])
    .filter(
      ({ spec, status }) =>
        who.test(spec.username) &&
        spec.signerName === 'kubernetes.io/kube-apiserver-client-kubelet' &&
        status.conditions?.[0]?.type === 'Approved',
    )
    .flatMap(({ status: { certificate } }) =>
      certificate === undefined ? [] : Buffer.from(certificate, 'base64').toString().trim(),
    );
}

/** Until the node goes by a certificate that it has asked for itself, as a node. */
export async function ownCertificate(cluster: Cluster, name: string): Promise<void> {
  await cluster.until(`a new certificate of ${name}`, () => {
    const certificates = issuedTo(cluster, new RegExp(`^system:node:${name}$`));
    const { stdout } = cluster.machine(name).run('cat', current);
    return certificates.some((one) => stdout.includes(one));
  });
}

/** Files of all that it has ever been given. */
export function kubeletCertificates(cluster: Cluster, name: string): string[] {
  const { stdout } = cluster.machine(name).run('ls', folder);
  return stdout.split('\n').filter((file) => /^kubelet-client-\d/.test(file));
}

/** What the API answers that machine. */
export function statusOf(machine: ClusterMachine, ...args: readonly string[]): string {
  const quiet = ['-sS', '--http1.1', '--max-time', '30', '--output', '/dev/null'];
  const trusting = ['--cacert', '/etc/kubernetes/pki/ca.crt'];
  const { stdout, stderr } = machine.run(
    'curl',
    ...quiet,
    ...trusting,
    '--write-out',
    '%{http_code}',
    ...args,
  );
  return stdout + stderr;
}

/** What the API answers a node that labels one, itself or another. */
export function labelled(cluster: Cluster, by: string, node: string, key: string): string {
  const data = JSON.stringify({ metadata: { labels: { [key]: 'blue' } } });
  const type = 'Content-Type: application/merge-patch+json';
  const patch = ['--request', 'PATCH', '--header', type, '--data', data];
  const url = `${localApi}/api/v1/nodes/${node}`;
  return statusOf(cluster.machine(by), '--cert', current, ...patch, url);
}
