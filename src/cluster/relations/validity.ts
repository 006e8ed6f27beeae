/** How long certificates hold. */
import { durationMs } from '../../shared/duration.ts';
import type { Faults } from '../../shared/fault.ts';
import type { Cluster } from '../cluster.ts';

const hour = 3_600_000;

export function checkValidity(cluster: Cluster, faults: Faults): void {
  const { pki } = cluster.profile;
  const leaf = durationMs(pki?.certificateValidityPeriod ?? '8760h');
  const authority = durationMs(pki?.caCertificateValidityPeriod ?? '87600h');
  if (leaf < hour) {
    faults.add({
      code: 'validity-too-short',
      message: 'a certificate is to be valid for less than an hour',
      expected: 'such as 8760h',
      path: ['pki', 'certificateValidityPeriod'],
    });
  }
  if (leaf > authority) {
    faults.add({
      code: 'validity-order',
      message: 'certificates are to outlive the authority that signs them',
      expected: 'a caCertificateValidityPeriod that is longer',
      path: ['pki', 'certificateValidityPeriod'],
    });
  }
}
