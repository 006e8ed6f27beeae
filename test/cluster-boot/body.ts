/**
 * What a machine of a cluster under test has besides what every machine under test has: how a container of systemd-nspawn becomes
 * one that can run pods. What the programs themselves are told for that is in fixtures/cluster-boot/lab.yaml.
 */
import { readFileSync } from 'node:fs';
import { protectedSysctls } from '../../src/upstream/kubelet/hardening.ts';
import { meetingPoint, type Setting, units } from '../boot/body.ts';

const inside = (name: string) => readFileSync(new URL(`inside/${name}`, import.meta.url), 'utf8');
const parameters = `${meetingPoint}/cluster-parameters`;
export const imagesPlace = `${meetingPoint}/images`;

/** Told by the kernel that is the host's: what it is before anybody has set it, never what it should become. */
const before = '0\n';

export const clusterSettings: readonly Setting[] = [
  { why: 'see the script', path: `${meetingPoint}/prepare.sh`, text: inside('prepare.sh') },
  {
    why: 'before anything that sets parameters or makes cgroups',
    path: `${units}/nodeseed-test-prepare.service`,
    text: [
      '[Unit]',
      'DefaultDependencies=no',
      'Before=sysinit.target systemd-sysctl.service',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=/bin/sh ${meetingPoint}/prepare.sh ${parameters}`,
      '',
    ].join('\n'),
  },
  {
    why: 'before any service',
    path: `${units}/sysinit.target.wants/nodeseed-test-prepare.service`,
    link: '../nodeseed-test-prepare.service',
  },
  ...Object.keys(protectedSysctls()).map((name) => ({
    why: 'the kernel’s own is the host’s',
    path: `${parameters}/${name}`,
    text: before,
  })),
  { why: 'see the script', path: `${meetingPoint}/images.sh`, text: inside('images.sh') },
  {
    why: 'images as from a registry',
    path: `${units}/nodeseed-test-images.service`,
    text: [
      '[Unit]',
      'Requires=containerd.service',
      'After=containerd.service',
      'Before=kubelet.service',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      `ExecStart=/bin/sh ${meetingPoint}/images.sh ${imagesPlace}`,
      '',
    ].join('\n'),
  },
  {
    why: 'whenever the kubelet starts',
    path: `${units}/kubelet.service.wants/nodeseed-test-images.service`,
    link: '../nodeseed-test-images.service',
  },
  {
    why: 'a cluster’s machines stay up',
    path: '/etc/systemd/system/nodeseed-test-collect.service',
    link: '/dev/null',
  },
];
