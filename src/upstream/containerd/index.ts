export {
  type ContainerdConfigV1,
  type ContainerdConfigV2,
  type ContainerdConfigV3,
  containerdConfigV1,
  containerdConfigV2,
  containerdConfigV3,
} from './config.ts';
export { type HostsConfig, hostsConfig } from './hosts.ts';
export { containerdPrograms } from './programs.ts';
export { type ConfigVersion, configVersion, configVersionsReadBy } from './versions.ts';
