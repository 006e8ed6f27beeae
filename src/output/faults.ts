/** What a file system refuses is the user's to mend, and said so. */

import { InputError } from '../shared/fault.ts';
import type { FaultCode } from '../shared/fault-codes.ts';

export function outputFault(code: FaultCode, message: string, expected?: string): InputError {
  return new InputError([{ code, message, ...(expected === undefined ? {} : { expected }), path: [] }]);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'links in the path lead in a circle',
  EBUSY: 'the folder is a mount point or otherwise in use',
  EXDEV: 'the folder is on another file system than the one it is in',
  EINVAL: 'the file system does not take this name',
  EIO: 'the disk fails',
};

/** Another run has moved the folder away, or put one there. */
const races = new Set(['ENOENT', 'ENOTEMPTY']);

/** The error itself where it is none of the file system's. */
export function asInputError(error: unknown, directory: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (races.has(code))
    return outputFault(
      'output-busy',
      `another run has changed ${directory} at the same time`,
      'one run at a time',
    );
  const reason = reasons[code];
  return reason === undefined
    ? error
    : outputFault('output-not-writable', `${directory} cannot be written: ${reason}`);
}
