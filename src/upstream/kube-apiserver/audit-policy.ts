/**
 * Policy of audit.k8s.io/v1, without `kind` and `apiVersion`.
 * Upstream: staging/src/k8s.io/apiserver/pkg/apis/audit/v1/types.go. The API server warns of a field it does not know and
 * goes on without it (pkg/audit/policy/reader.go), so strictness is ours.
 */
import { bool, type Infer, list, oneOf, string, struct } from '../schema.ts';

export const auditHeader = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' } as const;

const stages = list(oneOf(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']));
const omitManagedFields = bool({ since: '1.23', source: '#94986' });

export const auditPolicy = struct({
  rules: list(
    struct({
      level: oneOf(['None', 'Metadata', 'Request', 'RequestResponse']),
      users: list(string()),
      userGroups: list(string()),
      verbs: list(string()),
      resources: list(struct({ group: string(), resources: list(string()), resourceNames: list(string()) })),
      namespaces: list(string()),
      nonResourceURLs: list(string()),
      omitStages: stages,
      omitManagedFields,
    }),
  ),
  omitStages: stages,
  omitManagedFields,
});

export type AuditPolicy = Infer<typeof auditPolicy>;
