import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { fileFault, reason } from './input.ts';

/** Replaces a file, or makes it, as a whole or not at all; a link to it stays, and the file stays where it is. Throws Reported where the file system refuses. */
export function replaceFile(file: string, text: string, mode: number): void {
  try {
    const target = existsSync(file) ? realpathSync(file) : file;
    const temporary = `${target}.new`;
    // What an earlier run left behind may be readable by others, or be a link to somewhere else.
    rmSync(temporary, { force: true });
    writeWhole(temporary, text, mode);
    renameOrRemove(temporary, target);
  } catch (error) {
    throw fileFault(file, 'file-unwritable', `cannot write the file: ${reason(error)}`);
  }
}

function renameOrRemove(temporary: string, file: string): void {
  try {
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeWhole(file: string, text: string, mode: number): void {
  const handle = openSync(file, 'wx', mode);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}
