/** What is mounted where, as the kernel tells it (proc_pid_mountinfo(5)). */
import { readFileSync } from 'node:fs';

export interface Mount {
  readonly place: string;
  readonly type: string;
  /** Of the file system itself, not of the place. */
  readonly options: string;
}

/** As that process sees it; empty when it has ended. */
export function mountsOf(pid: number | 'self'): Mount[] {
  return readIfThere(`/proc/${pid}/mountinfo`)
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      // Optional fields end with a dash of their own.
      const [own = '', ofFileSystem = ''] = line.split(' - ');
      const [type = '', , options] = ofFileSystem.split(' ');
      return { place: plain(own.split(' ')[4]), type, options: plain(options) };
    });
}

/** The latest first, as they are taken away. */
export function mountsBelow(folder: string): string[] {
  return mountsOf('self')
    .map(({ place }) => place)
    .filter((place) => place.startsWith(`${folder}/`))
    .reverse();
}

/** Unusual bytes stand there as \ooo. */
function plain(text = ''): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
