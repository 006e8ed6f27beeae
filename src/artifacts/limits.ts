/** How long and how much a download may be. */
export interface Limits {
  /** Bytes of one artifact. The largest that is known, Kubernetes' server archive, has about 400 MB. */
  readonly bytes: number;
  /** Milliseconds until a connection stands. */
  readonly connect: number;
  /** Milliseconds in which `trickle` bytes, or the answer's head, have to come. */
  readonly idle: number;
  readonly trickle: number;
  /** Answers in a row that only lead elsewhere. */
  readonly redirects: number;
  /** Attempts in a row that brought nothing, until the next source is asked. */
  readonly fruitless: number;
  /** Attempts at one source in all. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; twice as long before each further one, `longestPause` at most. */
  readonly pause: number;
  readonly longestPause: number;
}

export const usualLimits: Limits = {
  bytes: 2 * 2 ** 30,
  connect: 10_000,
  idle: 30_000,
  trickle: 4096,
  redirects: 5,
  fruitless: 4,
  attempts: 20,
  pause: 500,
  longestPause: 15_000,
};

/** Of a publisher's file of checksums, in bytes. */
export const checksumBytes = 2 ** 20;
