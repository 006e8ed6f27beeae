/**
 * Where machines are started, and what each of these places takes as user-data: one row each, everything that differs as data.
 * Sources stand at the rows, as of 2026-09. `cloudinit/sources` is where cloud-init decodes what it is given.
 */

export interface Platform {
  /** The most it takes. Absent: as much as one likes. */
  readonly limit?: {
    readonly bytes: number;
    /** Whether the bytes themselves are counted or the base64 that they are sent as. */
    readonly of: 'bytes' | 'base64';
  };
  /**
   * How gzip gets to cloud-init, which unpacks it itself: as it is, or, where only text is carried, as base64, which
   * cloud-init's data source undoes.
   */
  readonly gzip: 'bytes' | 'base64';
  /** What has to be set beside compressed user-data, so that it is decoded. */
  readonly beside?: string;
  /** Whether others than the machine's administrator can read it there: a metadata service, an API, a hypervisor's settings. */
  readonly readByOthers: boolean;
}

const kib = 1024;

export const platforms = {
  // EC2 user guide, instance user data: 16 KB in raw form, before base64. DataSourceEc2.py takes what the service gives.
  ec2: { limit: { bytes: 16 * kib, of: 'bytes' }, gzip: 'bytes', readByOthers: true },
  // Compute REST API, osProfile.customData: at most 65535 bytes of the decoded array. DataSourceAzure.py undoes the base64.
  azure: { limit: { bytes: 65_535, of: 'bytes' }, gzip: 'bytes', readByOthers: true },
  // Compute API, metadata items: a value is text of at most 262144 bytes. DataSourceGCE.py decodes if it is told to.
  gcp: {
    limit: { bytes: 256 * kib, of: 'bytes' },
    gzip: 'base64',
    beside: 'metadata user-data-encoding=base64',
    readByOthers: true,
  },
  // nova/api/openstack/compute/schemas/servers.py: user_data is base64 with a maxLength of 65535.
  openstack: { limit: { bytes: 65_535, of: 'base64' }, gzip: 'bytes', readByOthers: true },
  // Hetzner Cloud API, create a server: user_data is text of at most 32 KiB. DataSourceHetzner.py tries base64 on all it gets.
  hetzner: { limit: { bytes: 32 * kib, of: 'bytes' }, gzip: 'base64', readByOthers: true },
  // Core Services API, LaunchInstanceDetails: all metadata together at most 32,000 bytes, user_data as base64. DataSourceOracle.py undoes it.
  oci: { limit: { bytes: 32_000, of: 'base64' }, gzip: 'bytes', readByOthers: true },
  // open-vm-tools, guest_msg_def.h: GUESTMSG_MAX_IN_SIZE, 64 KiB a value (vmware-tanzu/vm-operator#148). DataSourceVMware.py decodes if it is told to.
  vsphere: {
    limit: { bytes: 64 * kib, of: 'base64' },
    gzip: 'base64',
    beside: 'guestinfo.userdata.encoding=gzip+base64',
    readByOthers: true,
  },
  // kubevirt/pkg/virt-api, cloudInitUserMaxLen: 2048 bytes of userData, or of userDataBase64 decoded; a Secret may hold more.
  kubevirt: { limit: { bytes: 2 * kib, of: 'bytes' }, gzip: 'bytes', readByOthers: true },
  nocloud: { gzip: 'bytes', readByOthers: false },
  none: { gzip: 'bytes', readByOthers: false },
} as const satisfies Record<string, Platform>;

export type PlatformName = keyof typeof platforms;
export const platformNames = Object.keys(platforms) as PlatformName[];

export function platformRow(name: PlatformName): Platform {
  return platforms[name];
}

/** What so many bytes count as there. */
export function countedSize({ limit }: Platform, size: number): number {
  return limit?.of === 'base64' ? Math.ceil(size / 3) * 4 : size;
}
