/** Hostile values in where a machine gets its programs, its time and its network from. */
import { test } from 'uvu';
import { parseUnit, valuesOf } from '../../support/systemd.ts';
import { hostileField } from './field.ts';
import { only, records, structured, systemdWords, textAt } from './read.ts';

const hostOf = (host: object) => ({ host });
const packagesOf = (packages: object) => ({ host: { packages } });

for (const [what, verb] of [
  ['install', 'install'],
  ['remove', 'remove'],
] as const) {
  hostileField({
    name: `a package to ${what}`,
    base: 'libstdc++6:amd64',
    profile: (name) => packagesOf({ [what]: [name] }),
    read: ({ machine }) => ({ found: records(machine, verb).map(([name]) => name) }),
    expected: only,
  });
}

hostileField({
  name: 'containerRuntime.package',
  base: 'containerd.io=2.1.5-1',
  profile: (name) => ({ containerRuntime: { source: 'package', package: name } }),
  read: ({ machine }) => ({ found: records(machine, 'install').map(([name]) => name) }),
  expected: only,
});

const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZhzQ\n-----END PGP PUBLIC KEY BLOCK-----\n';
for (const [field, line] of [
  ['suites', 'Suites'],
  ['components', 'Components'],
  ['url', 'URIs'],
] as const) {
  hostileField({
    name: `a repository’s ${field}`,
    base: field === 'url' ? 'https://packages.lab.example/debian' : 'trixie-updates',
    profile: (value) => {
      const given = field === 'url' ? { url: value } : { url: 'https://x.example', [field]: [value] };
      return packagesOf({ repositories: [{ name: 'lab', key, ...given }] });
    },
    read: ({ machine }) => {
      const lines = textAt(machine, '/etc/apt/sources.list.d/lab.sources').trimEnd().split('\n');
      return { found: [lines.length, lines.filter((one) => one.startsWith(`${line}: `))] };
    },
    expected: (value) => [5, [`${line}: ${value}`]],
  });
}

hostileField({
  name: 'a repository’s name',
  base: 'lab',
  profile: (name) => packagesOf({ repositories: [{ name, key, url: 'https://x.example' }] }),
  read: ({ machine }) => ({
    found: machine.files.map(({ path }) => path).filter((path) => path.endsWith('.sources')),
  }),
  expected: (name) => [`/etc/apt/sources.list.d/${name}.sources`],
});

hostileField({
  name: 'a time server',
  base: '0.pool.ntp.org',
  profile: (server) => hostOf({ timeServers: [server] }),
  read: ({ machine }) => {
    const text = textAt(machine, '/etc/systemd/timesyncd.conf.d/nodeseed.conf');
    return { found: valuesOf(parseUnit(text), 'Time', 'NTP').flatMap((line) => line.split(/\s+/)) };
  },
  expected: only,
});

for (const [field, variable, base] of [
  ['httpProxy', 'HTTP_PROXY', 'http://proxy.lab.example:3128/%41$a'],
  ['noProxy', 'NO_PROXY', '.lab.example'],
] as const) {
  const settings = (value: string) => (field === 'noProxy' ? { noProxy: [value] } : { httpProxy: value });
  hostileField({
    name: `proxy.${field} for a unit`,
    base,
    profile: (value) => hostOf({ proxy: settings(value) }),
    read: ({ machine }) => {
      const unit = machine.units.find(({ name }) => name === 'kubelet.service');
      const text = unit?.dropIns.find(({ name }) => name.includes('proxy'))?.text ?? '';
      const words = valuesOf(parseUnit(text), 'Service', 'Environment').flatMap(systemdWords);
      return { found: firstOf(words, variable) };
    },
  });
  hostileField({
    name: `proxy.${field} for the installer`,
    base,
    profile: (value) => hostOf({ proxy: settings(value) }),
    // systemd.exec(5), EnvironmentFile=: without quotes and backslashes a line is what it is.
    read: ({ machine }) => {
      const lines = textAt(machine, '/etc/nodeseed/environment').split('\n');
      return {
        found: lines.some((line) => /["'\\]|^\s*[#;]|\s/.test(line)) ? 'odd' : firstOf(lines, variable),
      };
    },
  });
}

/** The first entry of a variable's list. */
function firstOf(assignments: readonly string[], variable: string): string | undefined {
  const assignment = assignments.find((one) => one.startsWith(`${variable}=`)) ?? '';
  const value = assignment.slice(variable.length + 1);
  return variable === 'NO_PROXY' ? value.split(',')[0] : value;
}

hostileField({
  name: 'a mirror of binaries',
  base: 'https://mirror.lab.example/k8s/',
  profile: (replacement) => ({ binaries: { mirrors: [{ prefix: 'https://dl.k8s.io/', replacement }] } }),
  read: ({ machine }, replacement) => ({
    found: records(machine, 'source').filter(([, source]) => source?.startsWith(replacement)).length,
  }),
  // The kubelet alone is from there.
  expected: () => 1,
});

hostileField({
  name: 'a search domain',
  base: 'lab.example',
  profile: (domain) => ({
    pools: [
      {
        ...{ name: 'worker', role: 'worker', os: 'debian-13' },
        network: { interface: 'eth0', searchDomains: [domain] },
        nodes: [{ name: 'worker-1', address: '10.0.1.11/24' }],
      },
    ],
  }),
  read: ({ machine }) => ({ found: machine.network.interfaces[0]?.searchDomains }),
  expected: only,
});

hostileField({
  name: 'networking.dnsDomain',
  base: 'cluster.local',
  profile: (dnsDomain) => ({ networking: { dnsDomain } }),
  read: structured('yaml', '/var/lib/kubelet/config.yaml', 'clusterDomain'),
});

test.run();
