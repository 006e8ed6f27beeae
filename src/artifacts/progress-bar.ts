/** For a terminal: one line with everything that is under way, written anew several times a second. */
import type { Artifact } from '../model/artifact.ts';
import { type Progress, sizeText, titleOf } from './progress.ts';
import { progressLines } from './progress-lines.ts';

export interface Terminal {
  write(text: string): void;
  columns(): number;
  /** Milliseconds from any beginning. */
  now(): number;
}

interface UnderWay {
  readonly artifact: Artifact;
  held: number;
  total: number | undefined;
}

const barWidth = 20;
/** Milliseconds. */
const interval = 100;
/** Back to the line's first column, and the line cleared (ECMA-48: EL). */
const clear = '\r\u001b[K';

export function progressBar(terminal: Terminal, count: number): Progress {
  const underWay = new Map<string, UnderWay>();
  let ended = 0;
  let drawn = Number.NEGATIVE_INFINITY;
  const draw = () => {
    drawn = terminal.now();
    const text = barLine([...underWay.values()], ended, count);
    terminal.write(`${clear}${[...text].slice(0, terminal.columns() - 1).join('')}`);
  };
  const lines = progressLines((text) => {
    terminal.write(`${clear}${text}`);
    draw();
  });
  const remove = ({ digest }: Artifact) => {
    underWay.delete(digest);
    ended++;
  };
  return {
    started(artifact) {
      underWay.set(artifact.digest, { artifact, held: 0, total: undefined });
      draw();
    },
    at(artifact, held, total) {
      const found = underWay.get(artifact.digest);
      if (found) Object.assign(found, { held, total });
      if (terminal.now() - drawn >= interval) draw();
    },
    trouble: lines.trouble,
    fetched(artifact, bytes) {
      remove(artifact);
      lines.fetched(artifact, bytes);
    },
    failed(artifact) {
      remove(artifact);
      lines.failed(artifact);
    },
    end: () => terminal.write(clear),
  };
}

/** `[#####...............]  2 of 7  kubelet 1.36.4 amd64 12.0 of 55.1 MiB, runc ...` */
function barLine(underWay: readonly UnderWay[], ended: number, count: number): string {
  const parts = underWay.reduce((sum, { held, total }) => sum + (total ? Math.min(1, held / total) : 0), 0);
  const filled = Math.floor(((ended + parts) / Math.max(1, count)) * barWidth);
  const bar = '#'.repeat(Math.min(barWidth, filled)).padEnd(barWidth, '.');
  return `[${bar}]  ${ended} of ${count}  ${underWay.map(shareText).join(', ')}`;
}

function shareText({ artifact, held, total }: UnderWay): string {
  const share = total ? `${Math.floor((100 * Math.min(held, total)) / total)} %` : sizeText(held);
  return `${titleOf(artifact)} ${share}`;
}
