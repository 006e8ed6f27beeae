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

test('etcd’s are held against the version of etcd: the image’s, or the unit’s', () => {
  const of = (extraArgs: object, run = 'static-pods', more: object = {}) =>
    codesOf({ run, etcd: { extraArgs, ...more } });
  const at = 'controlPlane.etcd.extraArgs';
  assert.equal(of({ 'quota-backend-bytes': '8589934592', 'feature-gates': 'InitialCorruptCheck=true' }), []);
  assert.equal(of({ 'quota-backend-byte': '1' }), [`flag-unknown ${at}.quota-backend-byte`]);
  assert.equal(of({ 'enable-v2': 'true' }, 'systemd'), [`flag-absent ${at}.enable-v2`]);
  assert.equal(of({ 'data-dir': '/data' }), [`flag-owned ${at}.data-dir`]);
  const backported = { 'max-concurrent-streams': '100' };
  assert.equal(of(backported, 'static-pods', { version: '3.5.4-0' }), [
    `flag-absent ${at}.max-concurrent-streams`,
  ]);
  assert.equal(of(backported, 'static-pods', { version: '3.5.5-0' }), []);
});

test('an audit policy has the fields of that release, and what the API server wants of it', () => {
  const of = (audit: object) => codesOf({ run: 'static-pods', audit });
  const rule = { level: 'Request', verbs: ['create'], resources: [{ group: '', resources: ['pods'] }] };
  const at = 'controlPlane.audit';
  assert.equal(
    of({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [rule], omitManagedFields: true }),
    [],
  );
  assert.equal(of({ rules: [{ ...rule, omitStage: [] }] }), [`field-unknown ${at}.rules.0.omitStage`]);
  assert.equal(of({ rules: [{ level: 'Everything' }] }), [`field-type ${at}.rules.0.level`]);
  assert.equal(of({ rules: [] }), [`audit-policy ${at}.rules`]);
  assert.equal(of({ rules: [{ verbs: ['get'] }] }), [`audit-policy ${at}.rules.0`]);
  assert.equal(of({ rules: [rule, { ...rule, nonResourceURLs: ['/version'] }] }), [
    `audit-policy ${at}.rules.1.nonResourceURLs`,
  ]);
  assert.equal(of({ apiVersion: 'audit.k8s.io/v1beta1', rules: [rule] }), [`audit-policy ${at}.apiVersion`]);
});

test('further names of the API server’s certificate are names or addresses', () => {
  const of = (...certSANs: string[]) => codesOf({ run: 'systemd', apiServer: { certSANs } });
  assert.equal(of('api.lab.example', '*.lab.example', '10.0.0.10', 'fd00::1'), []);
  assert.equal(of(' ', '$(NODE_NAME)'), [
    'san-syntax controlPlane.apiServer.certSANs.0',
    'san-syntax controlPlane.apiServer.certSANs.1',
  ]);
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
