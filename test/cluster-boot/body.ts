/**
 * What a machine of a cluster under test has besides what every machine under test has: how a container of systemd-nspawn becomes
 * one that can run pods. What the programs themselves are told for that is in fixtures/cluster-boot/lab.yaml.
 */
import { readFileSync } from 'node:fs';
import { meetingPoint, type Setting } from '../../src/boot/body.ts';

const inside = (name: string) => readFileSync(new URL(`inside/${name}`, import.meta.url), 'utf8');
const units = '/usr/lib/systemd/system';

export const clusterSettings: readonly Setting[] = [
  { why: 'see the script', path: `${meetingPoint}/prepare.sh`, text: inside('prepare.sh') },
  {
    why: 'before anything that sets parameters or makes cgroups',
    path: `${units}/nodeseed-test-prepare.service`,
    text: [
      '[Unit]',
      'DefaultDependencies=no',
      'Before=sysinit.target systemd-sysctl.service nodeseed-test-parameters.service',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=/bin/sh ${meetingPoint}/prepare.sh`,
      '',
    ].join('\n'),
  },
  {
    why: 'before any service',
    path: `${units}/sysinit.target.wants/nodeseed-test-prepare.service`,
    link: '../nodeseed-test-prepare.service',
  },
];
