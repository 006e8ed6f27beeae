/** The first-boot installer: one script for all machines, one table for each. */
export { type InstallerParts, installerParts, withInstaller } from './lower.ts';
export { installScript } from './script.ts';
export { type InstallerSettings, installerSettings, installTable } from './table.ts';
