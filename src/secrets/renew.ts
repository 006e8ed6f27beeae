/** New keys and a new date for certificates, without touching the authorities that sign them. */
import { isInstant } from '../pki/time.ts';
import { Bug } from '../shared/fault.ts';
import { record, renewalOf, type Secrets } from './secrets.ts';

/** These nodes' certificates are of their next generation; no other node's change. `issuedAt` is RFC 3339, UTC, whole seconds. */
export function renewNodes(secrets: Secrets, nodes: readonly string[], issuedAt: string): Secrets {
  requireInstant(issuedAt);
  const renewed = new Set(nodes);
  const kept = Object.entries(secrets.renewals).filter(([name]) => !renewed.has(name));
  const made = [...renewed].map(
    (name) => [name, { generation: renewalOf(secrets, name).generation + 1, issuedAt }] as const,
  );
  return { ...secrets, renewals: record([...kept, ...made]) };
}

/** Every node's certificates and those that are no node's: of a generation that none of them has had. */
export function renewAll(secrets: Secrets, issuedAt: string): Secrets {
  requireInstant(issuedAt);
  const generations = [secrets, ...Object.values(secrets.renewals)].map(({ generation }) => generation);
  return { ...secrets, issuedAt, generation: Math.max(...generations) + 1, renewals: record<never>([]) };
}

function requireInstant(issuedAt: string): void {
  if (!isInstant(issuedAt)) throw new Bug(`not an instant: ${issuedAt}`);
}
