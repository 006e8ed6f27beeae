/** An audit policy of the profile's: what the API server would only warn of, and what it would not start with. */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { type AuditPolicy, auditHeader, auditPolicy } from '../../upstream/kube-apiserver/audit-policy.ts';
import type { Cluster } from '../cluster.ts';
import { patchFaults } from './patches.ts';

const place = ['controlPlane', 'audit'];

export function checkAudit({ controlPlane, version: { release } }: Cluster, faults: Faults): void {
  const audit = controlPlane?.settings.audit;
  if (typeof audit !== 'object') return;
  const { apiVersion, kind, ...policy } = audit;
  const program = { what: 'an audit policy', release, version: `Kubernetes ${release}` };
  const mismatches = patchFaults(auditPolicy, policy, place, (path) => path, program);
  faults.addAll(headerFaults({ apiVersion, kind }));
  faults.addAll(mismatches.length > 0 ? mismatches : policyFaults(policy as AuditPolicy));
}

function headerFaults(given: Readonly<Record<keyof typeof auditHeader, unknown>>): Fault[] {
  const keys = ['apiVersion', 'kind'] as const;
  return keys
    .filter((key) => given[key] !== undefined && given[key] !== auditHeader[key])
    .map((key) => refused(`an audit policy has another ${key}`, auditHeader[key], [key]));
}

/** staging/src/k8s.io/apiserver/pkg/audit/policy/reader.go, and pkg/apis/audit/validation there. */
function policyFaults({ rules }: AuditPolicy): Fault[] {
  if (!rules || rules.length === 0)
    return [
      refused('the API server takes no policy without rules', 'rules: [{ level: Metadata }]', ['rules']),
    ];
  return rules.flatMap(({ level, nonResourceURLs, resources, namespaces }, i) => [
    ...(level
      ? []
      : [
          refused(
            'this rule does not say at which level',
            'level: None, Metadata, Request or RequestResponse',
            ['rules', i],
          ),
        ]),
    ...(nonResourceURLs && (resources || namespaces)
      ? [
          refused('this rule is for resources and for other URLs at once', 'a rule for each', [
            'rules',
            i,
            'nonResourceURLs',
          ]),
        ]
      : []),
  ]);
}

function refused(message: string, expected: string, path: Path): Fault {
  return { code: 'audit-policy', message, expected, path: [...place, ...path] };
}
