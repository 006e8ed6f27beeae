/** Bootstrap tokens as the Secrets that the API server knows them by: kubernetes.io, "Authenticating with Bootstrap Tokens". */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { type BootstrapToken, revealText, type Secrets } from '../secrets/secrets.ts';
import { toYaml } from '../shared/emit.ts';

/** kubeadm's: the group that its bindings of joining nodes are for. */
export const tokenGroup = 'system:bootstrappers:kubeadm:default-node-token';

/** core/v1, as far as a token needs it. */
interface TokenSecret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly type: 'bootstrap.kubernetes.io/token';
  readonly metadata: { readonly name: string; readonly namespace: 'kube-system' };
  /** Base64. */
  readonly data: Readonly<Record<string, string>>;
}

export interface TokenManifest {
  readonly id: string;
  readonly content: Content<'cluster'>;
  /** RFC 3339; afterwards the controller manager takes the Secret away. */
  readonly expires?: string;
}

export function tokenManifests(secrets: Secrets): TokenManifest[] {
  return secrets.bootstrapTokens.map((token) => ({
    id: token.id,
    content: secretContent('cluster', toYaml(tokenSecret(token))),
    ...(token.expires !== undefined && { expires: token.expires }),
  }));
}

/** `data` rather than `stringData`: what a server keeps is then what was applied. */
function tokenSecret({ id, secret, expires }: BootstrapToken): TokenSecret {
  const data = {
    'auth-extra-groups': tokenGroup,
    description: 'nodeseed',
    ...(expires !== undefined && { expiration: expires }),
    'token-id': id,
    'token-secret': revealText(secret),
    'usage-bootstrap-authentication': 'true',
    'usage-bootstrap-signing': 'true',
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'bootstrap.kubernetes.io/token',
    metadata: { name: `bootstrap-token-${id}`, namespace: 'kube-system' },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  };
}
