/** The part of the Ignition configuration specification 3.3.0 to 3.6.0 that nodeseed writes. Numbers are decimal in JSON. */

export const specVersions = ['3.3.0', '3.4.0', '3.5.0', '3.6.0'] as const;
export type SpecVersion = (typeof specVersions)[number];

interface NodeId {
  readonly id: number;
}

export interface IgnitionFile {
  readonly path: string;
  readonly overwrite: true;
  readonly mode: number;
  readonly user?: NodeId;
  readonly group?: NodeId;
  readonly contents: { readonly source: string; readonly compression?: 'gzip' };
}

export interface IgnitionDirectory {
  readonly path: string;
  readonly overwrite: false;
  readonly mode: number;
  readonly user?: NodeId;
  readonly group?: NodeId;
}

export interface IgnitionLink {
  readonly path: string;
  readonly overwrite: true;
  readonly hard: false;
  readonly target: string;
}

export interface IgnitionUnit {
  readonly name: string;
  readonly enabled?: boolean;
  readonly mask?: true;
  readonly contents?: string;
  readonly dropins?: readonly { readonly name: string; readonly contents: string }[];
}

export interface IgnitionConfig {
  readonly ignition: { readonly version: SpecVersion };
  readonly passwd?: {
    readonly users: readonly { readonly name: string; readonly sshAuthorizedKeys: readonly string[] }[];
  };
  readonly storage: {
    readonly directories?: readonly IgnitionDirectory[];
    readonly files: readonly IgnitionFile[];
    readonly links?: readonly IgnitionLink[];
  };
  readonly systemd: { readonly units: readonly IgnitionUnit[] };
}

/** A configuration that another one takes the place of. */
export interface IgnitionPointer {
  readonly ignition: {
    readonly version: SpecVersion;
    readonly proxy?: {
      readonly httpProxy?: string;
      readonly httpsProxy?: string;
      readonly noProxy?: readonly string[];
    };
    readonly security?: {
      readonly tls: { readonly certificateAuthorities: readonly IgnitionFile['contents'][] };
    };
    readonly config: {
      readonly replace: {
        readonly source: string;
        readonly compression?: 'gzip';
        /** Of the bytes after they are unpacked. */
        readonly verification?: { readonly hash: string };
      };
    };
  };
}
