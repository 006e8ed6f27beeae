import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { argvOf, hasFile, unitOf, yamlAt } from '../support/machine-parts.ts';
import { machineFrom, minimalProfile, releaseProfile, workerPool } from '../support/profile.ts';

const unit = 'kube-proxy.service';
const configFile = '/var/lib/kube-proxy/config.conf';
const kubeconfig = '/var/lib/kube-proxy/kubeconfig.conf';

const of = (kubeProxy: object = {}, more: object = {}) =>
  machineFrom(minimalProfile({ kubeProxy: { run: 'unit', ...kubeProxy }, ...more }));
const withoutIt = machineFrom(minimalProfile());

test('there is none unless the profile wants it', () => {
  assert.not(withoutIt.units.some(({ name }) => name === unit));
  assert.not(hasFile(withoutIt, configFile));
  assert.not(withoutIt.placements.some(({ artifact }) => artifact.name === 'kube-proxy'));
});

test('each mode has its kernel modules', () => {
  const others = withoutIt.modules;
  const added = (mode: string) => of({ mode }).modules.filter((name) => !others.includes(name));
  assert.equal(added('iptables'), ['nf_conntrack']);
  assert.equal(added('ipvs'), ['ip_vs', 'ip_vs_rr', 'ip_vs_sh', 'ip_vs_wrr', 'nf_conntrack']);
  assert.equal(added('nftables'), ['nf_conntrack', 'nf_tables']);
});

test('its configuration', () => {
  assert.equal(yamlAt(of({ mode: 'nftables' }), configFile), {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig },
    clusterCIDR: '10.244.0.0/16',
    hostnameOverride: 'worker-1',
    mode: 'nftables',
  });
});

test('both pod networks of a dual-stack cluster, and a patch', () => {
  const networking = { podSubnet: '10.244.0.0/16,fd00:10:244::/56' };
  const nodes = [{ name: 'a', addresses: ['10.0.1.11/24', 'fd00:1::b/64'] }];
  const pools = [workerPool('debian-13', { nodes })];
  const settings = { hostnameOverride: false, config: { conntrack: { maxPerCore: 0 } } };
  const config = yamlAt(of(settings, { networking, pools }), configFile);
  assert.is(config['clusterCIDR'], '10.244.0.0/16,fd00:10:244::/56');
  assert.equal(config['conntrack'], { maxPerCore: 0 });
  assert.not('hostnameOverride' in config);
});

test('a mode that is behind a feature gate in that release has it opened', () => {
  const gates = (version: string) => {
    const settings = { kubeProxy: { run: 'unit', mode: 'nftables' } };
    return yamlAt(machineFrom(releaseProfile(version, 'debian-12', settings)), configFile)['featureGates'];
  };
  assert.equal(gates('v1.30.14'), { NFTablesProxyMode: true });
  assert.is(gates('v1.31.14'), undefined);
});

test('its unit runs the placed program with the configuration and what the profile adds', () => {
  const machine = of({ extraArgs: { v: '2' } });
  assert.equal(argvOf(machine, unit), ['/usr/local/bin/kube-proxy', `--config=${configFile}`, '--v=2']);
  assert.is(unitOf(machine, unit).state, 'enabled');
  const targets = machine.placements.flatMap(({ files }) => files.map(({ target }) => target));
  assert.ok(targets.includes('/usr/local/bin/kube-proxy'));
});

test('its key stands in the kubeconfig, or in a file of its own', () => {
  const user = (machine: ReturnType<typeof of>) => {
    const [found] = yamlAt(machine, kubeconfig)['users'] as { user: Record<string, unknown> }[];
    return Object.keys(found?.user ?? {}).sort();
  };
  assert.equal(user(of()), ['client-certificate-data', 'client-key-data']);
  const files = of({ kubeconfig: { credentials: 'files' } });
  assert.equal(user(files), ['client-certificate', 'client-key']);
  for (const end of ['crt', 'key'])
    assert.ok(hasFile(files, `/var/lib/kube-proxy/pki/kube-proxy.${end}`), end);
  assert.is(files.files.find(({ path }) => path.endsWith('kube-proxy.key'))?.mode, 0o600);
});

test.run();
