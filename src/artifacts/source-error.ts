/** Why a source does not give what it should, in words for the user. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** Another attempt may succeed. */
  readonly passing: boolean;
  /** Milliseconds that the source asks to be left alone. */
  readonly wait: number;
  /** It was asked for a part, and has none that fits. */
  readonly partRefused: boolean;

  constructor(message: string, passing: boolean, { wait = 0, partRefused = false } = {}) {
    super(message);
    this.passing = passing;
    this.wait = wait;
    this.partRefused = partRefused;
  }
}

/** By the codes of Node, of undici and of OpenSSL. What stands in no table may pass. */
const passingReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection broke off',
  ETIMEDOUT: 'the connection does not come about in time',
  UND_ERR_CONNECT_TIMEOUT: 'the connection does not come about in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer comes',
  EAI_AGAIN: 'the name of the host cannot be resolved at present',
  HTTPParserError: 'the answer is not HTTP',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
};
const lastingReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody trusted has signed the certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody trusted has signed the certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody trusted has signed the certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody trusted has signed the certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
};

/** What the system or the HTTP client has thrown. Throws what is neither's. */
export function asSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const code = codeOf(error);
  if (code === undefined) throw error;
  const lasting = lastingReasons[code];
  if (lasting !== undefined) return new SourceError(lasting, false);
  return new SourceError(passingReasons[code] ?? code, true);
}

/** An error with several causes, such as one per address of a host, has the first one's. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // undici's parser gives its errors a code only now and then.
  if (error.name === 'HTTPParserError') return error.name;
  const { code, errors, cause } = error as { code?: unknown; errors?: unknown[]; cause?: unknown };
  if (typeof code === 'string') return code;
  return codeOf(errors?.[0]) ?? codeOf(cause);
}
