/**
 * Which files a unit reads: a change in one of them is why the installer restarts it. Found without asking the components:
 * what the unit's text names, what those files name in turn, and what the unit's own component put on the machine.
 */
import type { Content } from '../../model/content.ts';
import type { Machine, Unit } from '../../model/machine.ts';
import { timeDaemonFiles } from './clock.ts';
import { dropInName, receiptPath, unitDirectory } from './paths.ts';

/** Anything that looks like an absolute path. */
const pathLike = /(?:\/[A-Za-z0-9_.@+-]+)+/g;

/** The same content stands on many machines: its paths are looked for once. */
const pathsInContent = new WeakMap<Content, ReadonlySet<string>>();

function pathsIn(text: string): ReadonlySet<string> {
  // A path may end a sentence or a list.
  return new Set(text.match(pathLike)?.flatMap((path) => [path, path.replace(/\.+$/, '')]));
}

function pathsOf(content: Content): ReadonlySet<string> {
  let paths = pathsInContent.get(content);
  if (paths === undefined) {
    paths = pathsIn(Buffer.from(content.reveal()).toString('latin1'));
    pathsInContent.set(content, paths);
  }
  return paths;
}

/** For every unit that may run: the files it reads, as paths on the machine, sorted; programs by the receipt of their artifact, or as they are where the image has them. */
export function watcher(machine: Machine): (unit: Unit) => string[] {
  const contents = new Map(machine.files.map((file) => [file.path, file.content]));
  const receipts = new Map(
    machine.placements.flatMap(({ artifact, files }) =>
      files.map(({ target }) => [target, receiptPath(artifact.digest)] as const),
    ),
  );
  for (const { path } of machine.preinstalled) receipts.set(path, path);

  function follow(paths: ReadonlySet<string>, found: Set<string>): void {
    for (const path of paths) {
      const receipt = receipts.get(path);
      if (receipt !== undefined) found.add(receipt);
      const content = contents.get(path);
      if (content === undefined || found.has(path)) continue;
      found.add(path);
      follow(pathsOf(content), found);
    }
  }

  return (unit) => {
    const { component } = unit.origin;
    const dropIns = unit.dropIns.filter(({ name }) => name !== dropInName);
    const found = new Set(dropIns.map(({ name }) => `${unitDirectory}/${unit.name}.d/${name}`));
    if (unit.text !== undefined) found.add(`${unitDirectory}/${unit.name}`);
    for (const text of [unit.text ?? '', ...dropIns.map((one) => one.text)]) follow(pathsIn(text), found);
    if (ownsFiles(component)) {
      const own = machine.files.filter(({ origin }) => origin.component === component);
      follow(new Set(own.map(({ path }) => path)), found);
      for (const placement of machine.placements)
        if (placement.origin.component === component) found.add(receiptPath(placement.artifact.digest));
    }
    for (const path of timeDaemonFiles(machine, unit.name)) found.add(path);
    return [...found].sort();
  };
}

/** Components that are about one program; the user's own files and units are one component without belonging together. */
function ownsFiles(component: string): boolean {
  return !['host', 'binaries', 'installer'].includes(component);
}
