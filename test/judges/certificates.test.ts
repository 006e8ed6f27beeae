/** openssl's strict verdict on every certificate that a node or a control plane is given. */
import { X509Certificate } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { adminKubeconfig, controlPlaneFiles } from '../../src/credentials/cluster.ts';
import { issuer } from '../../src/credentials/issue.ts';
import { opensslText, verify } from '../pki/support.ts';
import { available } from '../support/judges.ts';
import { type BuiltNode, everyNode, issuedAt, onePerPool, type Shipped, shipped } from './outputs.ts';
import { authoritiesOf, type GivenLeaf, leavesOf } from './support/certificates.ts';

const oids = { sslserver: '1.3.6.1.5.5.7.3.1', sslclient: '1.3.6.1.5.5.7.3.2' };
type Purpose = keyof typeof oids;
const purposes = Object.keys(oids) as Purpose[];

/** 5 minutes for clocks that lag, to the second. */
const firstSecond = Date.parse(issuedAt) - 300_000;
const day = 86_400_000;

function has({ parsed }: GivenLeaf, purpose: Purpose): boolean {
  return parsed.keyUsage.includes(oids[purpose]);
}

/** The authority that has signed it: the kubelets' own, where there is one, signs what kubelets show and what they accept. */
function rootOf({ secrets }: Shipped, { parsed }: GivenLeaf): string {
  const roots = Object.entries(secrets.authorities).filter(([id]) => !id.includes('/'));
  const signers = roots.filter(([, { certificate }]) => parsed.checkIssued(new X509Certificate(certificate)));
  assert.is(signers.length, 1);
  return signers[0]?.[1].certificate ?? '';
}

function accepted(of: Shipped, leaf: GivenLeaf, conditions: readonly string[], at: number): boolean {
  const chain = { leaf: leaf.pem, root: rootOf(of, leaf) };
  return verify(chain, conditions, new Date(at).toISOString()).status === 0;
}

function judge(of: Shipped, leaf: GivenLeaf): void {
  const end = Date.parse(leaf.parsed.validTo);
  for (const purpose of purposes) {
    const said = accepted(of, leaf, ['-purpose', purpose], firstSecond + 30 * day);
    assert.is(said, has(leaf, purpose), `${leaf.where} as ${purpose}`);
  }
  const times = [firstSecond - 1000, firstSecond, end - 1000, end + 1000];
  assert.equal(
    times.map((at) => accepted(of, leaf, [], at)),
    [false, true, true, false],
    leaf.where,
  );
  const ownKey = opensslText(['pkey', '-pubout'], leaf.key);
  assert.is(opensslText(['x509', '-noout', '-pubkey'], leaf.pem), ownKey, leaf.where);
}

/** Every serving certificate of the node: exactly one per program that it serves with. */
function servingOf(one: BuiltNode) {
  const leaves = leavesOf(one.machine.files).filter((leaf) => has(leaf, 'sslserver'));
  assert.equal(leaves.map(({ where }) => programOf(where)).sort(), servers(one).sort(), one.title);
  return leaves.map((leaf) => ({
    title: `${one.title} ${leaf.where}`,
    where: leaf.where,
    addresses: leaf.parsed.subjectAltName?.match(/(?<=IP Address:)[^, ]+/g) ?? [],
    good: (...conditions: string[]) => accepted(one.of, leaf, conditions, firstSecond),
  }));
}

/** Those at which it is reached, unless the profile itself lists what is in a kubelet's certificate. */
function addressesOf({ node }: BuiltNode, where: string): readonly string[] {
  const own = node.settings.kubelet?.servingCertificate;
  const listed = typeof own === 'object' ? own.sans : undefined;
  return programOf(where) === 'kubelet' && listed && !listed.includes('$(NODE_IP)') ? [] : node.ips;
}

function programOf(where: string): string {
  if (where.startsWith('/etc/kubernetes/pki/etcd/'))
    return where.endsWith('/peer.crt') ? 'etcd to its peers' : 'etcd';
  return where === '/etc/kubernetes/pki/apiserver.crt' ? 'kube-apiserver' : 'kubelet';
}

/** By its role; a kubelet that signs for itself, as one of a dynamic pool has to, has nothing yet. */
function servers({ of, node }: BuiltNode): string[] {
  const signsItself = node.dynamic || node.settings.kubelet?.servingCertificate === 'self-signed';
  const isMember = of.cluster.controlPlane?.etcd.some((member) => member.node.name === node.name);
  return [
    ...(node.role === 'etcd' || signsItself ? [] : ['kubelet']),
    ...(node.role === 'control-plane' ? ['kube-apiserver'] : []),
    ...(isMember ? ['etcd', 'etcd to its peers'] : []),
  ];
}

if (available('openssl', 'openssl')) {
  for (const { title, of, machine } of onePerPool()) {
    test(`${title}: purposes, times and keys of every certificate`, () => {
      for (const leaf of leavesOf(machine.files)) judge(of, leaf);
    });
  }

  for (const of of shipped()) {
    test(`${of.name}: what belongs to no node`, () => {
      const issue = issuer(of.secrets);
      const admin = adminKubeconfig(of.cluster, of.secrets, issue);
      const files = [admin, ...controlPlaneFiles(of.cluster, of.secrets, issue)];
      const leaves = leavesOf(files);
      assert.is(leaves.length, files.length === 1 ? 1 : 2);
      for (const leaf of leaves) judge(of, leaf);
    });
  }

  test("every node's serving certificates are good for its name and its addresses", () => {
    for (const one of everyNode()) {
      for (const { title, where, addresses, good } of servingOf(one)) {
        assert.ok(addresses.length > 0, where);
        for (const ip of [...addressesOf(one, where), ...addresses]) {
          const conditions = ['-purpose', 'sslserver', '-verify_hostname', one.node.name, '-verify_ip', ip];
          assert.ok(good(...conditions), `${title} ${ip}`);
        }
      }
    }
  });

  test('and for no other', () => {
    for (const one of onePerPool()) {
      for (const { title, good } of servingOf(one)) {
        assert.not.ok(good('-verify_hostname', `${one.node.name}.example`), title);
        assert.not.ok(good('-verify_ip', '192.0.2.99'), title);
      }
    }
  });

  test("every authority of ours on a node is the cluster's, and openssl trusts it or what has signed it", () => {
    for (const { title, of, node, machine } of onePerPool()) {
      const pems = Object.values(of.secrets.authorities).map(({ certificate }) => certificate);
      // What is trusted there is anybody's.
      const foreign = `${node.system.trust.directory}/`;
      const given = authoritiesOf(machine.files).filter(({ where }) => !where.startsWith(foreign));
      assert.ok(given.length > 0, title);
      for (const { where, pem, parsed } of given) {
        assert.ok(pems.includes(pem), `${title} ${where}`);
        const root = pems.find((one) => parsed.checkIssued(new X509Certificate(one))) ?? '';
        const { status, stderr } = verify({ leaf: pem, root }, [], issuedAt);
        assert.is(status, 0, `${title} ${where}: ${stderr}`);
      }
    }
  });
}

test('there is something to judge', () => {
  for (const { title, node, machine } of everyNode()) {
    // Machines of a dynamic pool share their files: a certificate among them would be everybody's.
    const count = leavesOf(machine.files).length;
    assert.is(node.dynamic ? count === 0 : count > 0, true, title);
  }
});

test.run();
