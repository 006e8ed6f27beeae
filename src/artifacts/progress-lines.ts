/** For logs: a line for what has ended or gone wrong, nothing for what is under way. */
import { type Progress, sizeText, titleOf } from './progress.ts';

export function progressLines(write: (text: string) => void): Progress {
  return {
    started: () => undefined,
    at: () => undefined,
    trouble: (artifact, message) => write(`${titleOf(artifact)}: ${message}\n`),
    fetched: (artifact, bytes) => write(`${titleOf(artifact)}: fetched, ${sizeText(bytes)}\n`),
    failed: (artifact) => write(`${titleOf(artifact)}: not fetched\n`),
    end: () => undefined,
  };
}
