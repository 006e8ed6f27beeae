/** For logs: a line for what has ended or gone wrong, nothing for what is under way. */
import { type Progress, sizeText, sourceText, titleOf } from './progress.ts';

export function progressLines(write: (text: string) => void): Progress {
  return {
    started: () => undefined,
    at: () => undefined,
    trouble: (artifact, source, message) =>
      write(`${titleOf(artifact)}: ${sourceText(source)}: ${message}\n`),
    fetched: (artifact, bytes) => write(`${titleOf(artifact)}: fetched, ${sizeText(bytes)}\n`),
    failed: (artifact) => write(`${titleOf(artifact)}: not fetched\n`),
    end: () => undefined,
  };
}
