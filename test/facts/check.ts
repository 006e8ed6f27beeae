/** Holds one fact of a tutorial against one generated node. */
import { parse as parseToml } from '@iarna/toml';
import { load } from 'js-yaml';
import { checkAuthorities, checkBlocks, checkCertificate, checkKey } from './certificates.ts';
import type { Fact, FactOf, GeneratedNode, Ownership, Table } from './facts.ts';
import { at, compare, fileText, findByPath, findUnit, meets, normalise, show } from './lookup.ts';
import { appliesTo } from './tables.ts';
import {
  checkArgument,
  checkFlag,
  checkFlagCount,
  checkNoFlag,
  checkNoSetting,
  checkSetting,
  checkSettingCount,
} from './units.ts';

/** Undefined when the fact holds, else what was expected and what was found. */
export function checkFact(fact: Fact, node: GeneratedNode): string | undefined {
  try {
    return check(fillIn(fact, node), node);
  } catch (error) {
    // Whatever cannot be found, parsed or read is a fact that does not hold.
    return error instanceof Error ? error.message : String(error);
  }
}

/** All that does not hold of a table. A row that speaks of no node at all does not hold either. */
export function checkTable(table: Table, nodes: readonly GeneratedNode[]): string[] {
  return table.rows.flatMap((row) => {
    const where = `${table.tutorial}:${row.line}: ${row.fact.kind}`;
    const spokenOf = nodes.filter(({ name }) => appliesTo(row, name));
    if (spokenOf.length === 0) return [`${where}: no node is called ${row.node}`];
    return spokenOf.flatMap((node) => {
      const message = checkFact(row.fact, node);
      return message === undefined ? [] : [`${where}: ${node.name}: ${message}`];
    });
  });
}

function check(fact: Fact, node: GeneratedNode): string | undefined {
  switch (fact.kind) {
    case 'artifact':
      return checkArtifact(fact, node);
    case 'file':
      return checkFile(fact, node);
    case 'file-absent':
      return checkAbsent(fact, node);
    case 'directory':
      return checkDirectory(fact, node);
    case 'folder':
      return checkFolder(fact, node);
    case 'toml':
      return meets(fact.path, parseToml(fileText(node, fact.path)), fact.key, fact, node);
    case 'json':
      return meets(fact.path, JSON.parse(fileText(node, fact.path)), fact.key, fact, node);
    case 'yaml':
      return meets(fact.path, load(fileText(node, fact.path)), fact.key, fact, node);
    case 'unit':
      return checkSetting(fact, node);
    case 'unit-absent':
      return checkNoSetting(fact, node);
    case 'unit-count':
      return checkSettingCount(fact, node);
    case 'argv':
      return checkArgument(fact, node);
    case 'flag':
      return checkFlag(fact, node);
    case 'flag-absent':
      return checkNoFlag(fact, node);
    case 'flag-count':
      return checkFlagCount(fact, node);
    case 'unit-enabled':
      return compare(`${fact.unit} enabled`, true, findUnit(node, fact.unit).enabled);
    case 'unit-started':
      return compare(`${fact.unit} started`, true, findUnit(node, fact.unit).started);
    case 'package': {
      const { install, remove } = node.packages;
      return among(`packages ${fact.state}`, fact.name, fact.state === 'installed' ? install : remove);
    }
    case 'package-repository': {
      const hosts = node.packages.repositories.map(({ url }) => new URL(url).hostname);
      return among('package repositories', fact.host, hosts);
    }
    case 'module':
      return among('modules', fact.name, node.modules);
    case 'swap':
      return compare(`swap ${fact.state}`, true, fact.state === 'off' ? node.swap.now : node.swap.fstab);
    case 'user':
      return checkUser(fact, node);
    case 'group': {
      const names = node.groups.map(({ name }) => name);
      return among('groups', fact.name, names);
    }
    case 'certificate':
      return checkCertificate(fact, node);
    case 'key':
      return checkKey(fact, node);
    case 'pem':
      return checkBlocks(fact, node);
    case 'ca-file':
      return checkAuthorities(fact, node);
    case 'manifest':
      return checkManifest(fact, node);
    case 'hostname':
      return compare('host name', fact.value, node.hostname);
    case 'role':
      return among('roles', fact.role, node.roles);
  }
}

function checkArtifact(fact: FactOf<'artifact'>, node: GeneratedNode): string | undefined {
  const wanted = normalise(fact.target);
  const [found, ...more] = node.artifacts.filter(({ target }) => normalise(target) === wanted);
  const what = `program at ${fact.target}`;
  if (more.length > 0) return `${what}: expected it once, found it ${more.length + 1} times`;
  const identity = compare(
    what,
    `${fact.program} ${fact.version}`,
    found && `${found.program} ${found.version}`,
  );
  if (identity !== undefined || !found) return identity;
  if (fact.url !== undefined) return among(`sources of ${what}`, fact.url, found.urls);
  if (fact.https) {
    const fine = found.urls.length > 0 && found.urls.every((url) => url.startsWith('https://'));
    return fine ? undefined : `sources of ${what}: expected https only, found ${show(found.urls)}`;
  }
  return checkOwnership(what, fact, found);
}

type OwnershipFact = Pick<FactOf<'file'>, 'mode' | 'owner' | 'group'>;

function checkOwnership(what: string, fact: OwnershipFact, found: Ownership | undefined): string | undefined {
  if (!found) return `${what}: expected it, found nothing`;
  if (fact.mode !== undefined) {
    return compare(`mode of ${what}`, fact.mode, `0${found.mode.toString(8).padStart(3, '0')}`);
  }
  if (fact.owner !== undefined) return compare(`owner of ${what}`, fact.owner, found.owner);
  if (fact.group !== undefined) return compare(`group of ${what}`, fact.group, found.group);
  return undefined;
}

function checkFile(fact: FactOf<'file'>, node: GeneratedNode): string | undefined {
  const found = findByPath(node.files, fact.path);
  if (found && fact.size !== undefined) {
    return compare(`size of file ${fact.path}`, fact.size, Buffer.byteLength(found.text));
  }
  return checkOwnership(`file ${fact.path}`, fact, found);
}

function checkAbsent(fact: FactOf<'file-absent'>, node: GeneratedNode): string | undefined {
  const unwanted = normalise(fact.path);
  return everyPath(node).includes(unwanted) ? `${fact.path}: expected nothing, found a file` : undefined;
}

/** A folder nothing special is said of may also be there by what lies in it. */
function checkDirectory(fact: FactOf<'directory'>, node: GeneratedNode): string | undefined {
  const found = findByPath(node.directories, fact.path);
  const inside = `${normalise(fact.path)}/`;
  const special = fact.mode ?? fact.owner ?? fact.group;
  if (!found && special === undefined && everyPath(node).some((path) => path.startsWith(inside))) {
    return undefined;
  }
  return checkOwnership(`directory ${fact.path}`, fact, found);
}

function checkFolder({ path, names }: FactOf<'folder'>, node: GeneratedNode): string | undefined {
  const inside = `${normalise(path)}/`;
  const found = [...everyPath(node), ...[...node.directories.keys()].map(normalise)]
    .filter((one) => one.startsWith(inside))
    .map((one) => one.slice(inside.length).replace(/\/.*/, ''));
  return compare(`what lies in ${path}`, [...names].sort(), [...new Set(found)].sort());
}

function everyPath(node: GeneratedNode): string[] {
  return [...node.files.keys(), ...node.artifacts.map(({ target }) => target)].map(normalise);
}

function checkUser(fact: FactOf<'user'>, node: GeneratedNode): string | undefined {
  const found = node.users.find(({ name }) => name === fact.name);
  const what = `user ${fact.name}`;
  if (!found) return `${what}: expected it, found nothing`;
  if (fact.home !== undefined) return compare(`home of ${what}`, fact.home, found.home);
  if (fact.shell !== undefined) return compare(`shell of ${what}`, fact.shell, found.shell);
  if (fact.group !== undefined) return compare(`group of ${what}`, fact.group, found.group);
  const system = found.uid > 0 && found.uid < 1000;
  return system ? undefined : `id of ${what}: expected one below 1000, found ${found.uid}`;
}

function checkManifest(fact: FactOf<'manifest'>, node: GeneratedNode): string | undefined {
  const found = node.manifests.filter((object) => at(object, ['metadata', 'name']) === fact.name);
  const what = `manifest ${fact.name}`;
  if (found.length !== 1) return `${what}: expected it once, found it ${found.length} times`;
  return meets(what, found[0], fact.key, fact, node);
}

function among(what: string, wanted: string, found: readonly string[]): string | undefined {
  return found.includes(wanted) ? undefined : `${what}: expected ${wanted}, found ${show(found)}`;
}

/** Puts the node's name and address where a fact has their placeholders. */
function fillIn<T>(value: T, node: GeneratedNode): T {
  if (typeof value === 'string') {
    const filled = value.replace(/\$\{(NODE|ADDRESS)\}/g, (_, name) =>
      name === 'NODE' ? node.name : node.address,
    );
    return filled as T;
  }
  if (Array.isArray(value)) return value.map((inner) => fillIn(inner, node)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillIn(inner, node)])) as T;
}
