/** What of its node a control-plane program sees when it runs in a pod (kubeadm, phases/controlplane/volumes.go). */
import type { Cluster } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { authenticationConfigVersion } from '../../upstream/kubeadm.ts';
import type { ControlPlaneProgram } from './commands.ts';
import type { HostPathType } from './pod.ts';

export interface Mount {
  readonly name: string;
  readonly path: string;
  readonly type: HostPathType;
  readonly writable?: boolean;
}

const certificates: Mount = { name: 'ca-certs', path: '/etc/ssl/certs', type: 'DirectoryOrCreate' };
const pki: Mount = { name: 'k8s-certs', path: paths.pki, type: 'DirectoryOrCreate' };
const kubeconfig = (path: string): Mount => ({ name: 'kubeconfig', path, type: 'FileOrCreate' });

export function mountsOf(
  cluster: Cluster,
  plane: ControlPlane,
  program: ControlPlaneProgram,
  encrypts: boolean,
): Mount[] {
  const { settings } = plane;
  switch (program) {
    case 'etcd':
      return [
        {
          name: 'etcd-data',
          path: settings.etcd?.dataDirectory ?? paths.etcdData,
          type: 'DirectoryOrCreate',
          writable: true,
        },
        { name: 'etcd-certs', path: `${paths.pki}/etcd`, type: 'DirectoryOrCreate', writable: true },
      ];
    case 'kube-apiserver':
      return [
        certificates,
        pki,
        ...(encrypts
          ? [{ name: 'encryption-config', path: paths.encryptionConfig, type: 'File' } as const]
          : []),
        ...(settings.audit !== 'none'
          ? [
              { name: 'audit-policy', path: paths.auditPolicy, type: 'File' } as const,
              {
                name: 'audit-log',
                path: paths.auditLog.replace(/\/[^/]+$/, ''),
                type: 'DirectoryOrCreate',
                writable: true,
              } as const,
            ]
          : []),
        ...(authenticationConfigVersion(cluster.version.release)
          ? [{ name: 'authentication-config', path: paths.authenticationConfig, type: 'File' } as const]
          : []),
      ];
    case 'kube-controller-manager':
      return [certificates, pki, kubeconfig(paths.controllerManagerConf)];
    case 'kube-scheduler':
      return [
        kubeconfig(paths.schedulerConf),
        ...(settings.scheduler?.config
          ? [{ name: 'scheduler-config', path: paths.schedulerConfig, type: 'File' } as const]
          : []),
      ];
  }
}
