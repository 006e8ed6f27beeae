/** What a check says of programs that kube-proxy calls and that nobody installs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { proxyProgramWarnings } from '../../src/cluster/proxy-programs.ts';
import { machinesFrom, releaseProfile } from '../support/profile.ts';

const hints = (version: string, os: string, settings: object): string[] =>
  proxyProgramWarnings(machinesFrom(releaseProfile(version, os, settings)).cluster).map(({ hint }) => hint);

const unit = (mode: string) => ({ run: 'unit', mode });

test('conntrack until 1.31, ipset for IPVS, by the names of the system’s own packages', () => {
  assert.equal(hints('v1.31.0', 'debian-13', { kubeProxy: unit('ipvs') }), [
    'host.packages.install: [conntrack]',
    'host.packages.install: [ipset]',
  ]);
  assert.equal(hints('v1.31.0', 'rocky-9', { kubeProxy: unit('iptables') }), [
    'host.packages.install: [conntrack-tools]',
  ]);
  assert.equal(hints('v1.36.4', 'debian-13', { kubeProxy: unit('nftables') }), []);
});

test('not where the profile installs them, nor where the image is said to have everything, nor in a pod', () => {
  const kubeProxy = unit('ipvs');
  assert.equal(hints('v1.36.4', 'debian-13', { kubeProxy, host: { packages: { install: ['ipset'] } } }), []);
  assert.equal(hints('v1.36.4', 'debian-13', { kubeProxy, delivery: { mode: 'preinstalled' } }), []);
  assert.equal(hints('v1.36.4', 'flatcar-4593', { kubeProxy }), []);
  assert.equal(hints('v1.36.4', 'debian-13', { kubeProxy: { mode: 'ipvs' } }), []);
});

test.run();
