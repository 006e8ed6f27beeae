import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../src/shared/fault.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';

const pools = [
  {
    name: 'control',
    role: 'control-plane',
    os: 'debian-13',
    nodes: [{ name: 'cp', address: '10.0.0.11/24' }],
  },
];

function codesOf(controlPlane: object): string[] {
  try {
    machinesFrom(minimalProfile({ controlPlane, pools }));
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ code, path }) => `${code} ${path.join('.')}`);
  }
}

test('flags of the control plane are held against its release', () => {
  const of = (extraArgs: object) => codesOf({ run: 'systemd', apiServer: { extraArgs } });
  assert.equal(of({ 'max-requests-inflight': '800', profiling: null }), []);
  assert.equal(of({ 'max-request-inflight': '800' }), [
    'flag-unknown controlPlane.apiServer.extraArgs.max-request-inflight',
  ]);
  assert.equal(of({ 'insecure-port': '0' }), ['flag-absent controlPlane.apiServer.extraArgs.insecure-port']);
});

test('so is the scheduler’s configuration', () => {
  const of = (config: object) => codesOf({ run: 'systemd', scheduler: { config } });
  assert.equal(of({ percentageOfNodesToScore: 50 }), []);
  assert.equal(of({ percentOfNodesToScore: 50 }), [
    'field-unknown controlPlane.scheduler.config.percentOfNodesToScore',
  ]);
});

test('a unit can be changed where there is one, but not its command line', () => {
  const unit = { Service: { Nice: '-5' } };
  assert.equal(codesOf({ run: 'systemd', etcd: { unit } }), []);
  assert.equal(codesOf({ run: 'static-pods', etcd: { unit } }), ['unit-of-a-pod controlPlane.etcd.unit']);
  assert.equal(codesOf({ run: 'systemd', etcd: { unit: { Service: { ExecStart: '/bin/true' } } } }), [
    'unit-key-owned controlPlane.etcd.unit.Service.ExecStart',
  ]);
});

test.run();
