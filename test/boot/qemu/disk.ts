/** Disks of virtual machines as files, made and read without mounting: e2fsprogs' own tools write into and out of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Setting } from '../../../src/boot/body.ts';
import { must } from '../../../src/boot/command.ts';

/** A disk of one ext4 file system with the tree on it; `size` as truncate(1) takes it. */
export function makeDisk(file: string, tree: string, size: string): void {
  must('truncate', ['-s', size, file]);
  must('mkfs.ext4', ['-q', '-F', '-d', tree, file]);
}

export function copyDisk(from: string, to: string): void {
  must('cp', ['--sparse=always', '--reflink=auto', from, to]);
}

/** As after a power cut: the journal is played back, what cannot be explained is a fault. */
export function checkDisk(file: string): void {
  // 1: errors were corrected (e2fsck(8)), as the journal's.
  must('sh', ['-c', 'e2fsck -fp "$1" || [ $? -eq 1 ]', 'sh', file]);
}

/** Puts files onto a disk that no machine runs from. All are root's. */
export function addFiles(disk: string, files: readonly Setting[]): void {
  const scratch = mkdtempSync(`${disk}-`);
  const commands = files.flatMap(({ path, text, link, mode = 0o644 }, index) => {
    const parents = path
      .split('/')
      .slice(1, -1)
      .map((_, at, parts) => `/${parts.slice(0, at + 1).join('/')}`);
    const made = parents.map((folder) => `mkdir ${folder}`);
    if (link !== undefined) return [...made, `rm ${path}`, `symlink ${path} ${link}`];
    const source = join(scratch, String(index));
    writeFileSync(source, text ?? '');
    const rights = `sif ${path} mode 0${(0o100000 | mode).toString(8)}`;
    return [...made, `rm ${path}`, `write ${source} ${path}`, rights];
  });
  const list = join(scratch, 'commands');
  writeFileSync(list, commands.map((line) => `${line}\n`).join(''));
  // It says of a folder that it is there already, and goes on.
  must('debugfs', ['-w', '-f', list, disk]);
  rmSync(scratch, { recursive: true });
}

/** The whole tree as a folder, with owners, modes and times. */
export function readTree(disk: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  must('debugfs', ['-R', `rdump / ${folder}`, disk]);
}

/** One file's text. */
export function readFile(disk: string, path: string): string {
  return must('debugfs', ['-R', `cat ${path}`, disk]);
}
