import type { Content } from '../../model/content.ts';

/** A file of /etc/kubernetes that holds a credential, with its place. */
export interface CredentialFile {
  readonly path: string;
  readonly content: Content;
  /** kubeadm keeps sa.pub to root although it is no secret. */
  readonly mode?: 0o600;
}
