/**
 * Lets kubectl talk to a server that plays the API server, and tells what the server has learnt. Run in network and mount
 * namespaces of its own, so that every address and port of a kubeconfig can be had: `unshare --net --mount tsx talks.ts`.
 * Standard input is JSON, `Talk[]`; standard output is JSON, `Heard[]`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { isIP, isIPv6 } from 'node:net';
import { json, text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { pathToFileURL } from 'node:url';

export interface Talk {
  /** The machine's files; every name in its /etc/hosts leads to 127.0.0.1. */
  readonly root: string;
  /** The folder that kubectl is in. */
  readonly kubectl: string;
  /** As a path on the machine. */
  readonly kubeconfig: string;
  /** A name of its /etc/hosts, or an address, which this machine will have. */
  readonly host: string;
  readonly port: number;
  /** PEM; absent: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca: string };
}

export interface Heard {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly bearer: string;
  /** The client's certificate, if it has presented one that the authority has signed. */
  readonly client?: { readonly commonName: string; readonly organization?: string };
}

/** $1 the root, $2 the folder of kubectl. The host's libraries serve the root too. */
const enter = `
set -e
root=$1; kubectl=$2; shift 2
mount --bind /usr "$root/usr"
mount --bind "$kubectl" "$root/opt/kubectl"
mount --rbind /dev "$root/dev"
exec chroot "$root" /opt/kubectl/kubectl "$@"
`;

async function talk(one: Talk): Promise<Heard> {
  let heard: Pick<Heard, 'bearer' | 'client'> = { bearer: '' };
  const answer: RequestListener = (request, response) => {
    heard = whoAsks(request);
    response.end('fine');
  };
  const server = one.tls
    ? createHttps({ ...one.tls, requestCert: true, rejectUnauthorized: false }, answer)
    : createHttp(answer);
  server.listen(one.port, await place(one.host));
  await once(server, 'listening');
  const args = [`--kubeconfig=${one.kubeconfig}`, '--cache-dir=/tmp/cache', 'get', '--raw', '/healthz'];
  const child = spawn('unshare', ['--mount', 'sh', '-c', enter, 'sh', one.root, one.kubectl, ...args]);
  const said = await endOf(child);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  return { ...said, ...heard };
}

/** The address to listen at. Only those of the loopback network are there from the start. */
async function place(host: string): Promise<string> {
  if (!isIP(host)) return '127.0.0.1';
  if (host.startsWith('127.')) return host;
  // Never mind if it is there already; an address that cannot be had is not listened at either.
  await endOf(spawn('ip', ['address', 'add', host, 'dev', 'lo', ...(isIPv6(host) ? ['nodad'] : [])]));
  return host;
}

async function endOf(child: ChildProcess): Promise<Pick<Heard, 'status' | 'stdout' | 'stderr'>> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('no pipes');
  const [out, err, [status]] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  return { status, stdout: out, stderr: err };
}

function whoAsks({ headers, socket }: IncomingMessage): Pick<Heard, 'bearer' | 'client'> {
  const bearer = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  if (!isTls(socket) || !socket.authorized) return { bearer };
  const { CN, O } = socket.getPeerCertificate().subject;
  return { bearer, client: { commonName: String(CN), ...(O && { organization: String(O) }) } };
}

function isTls(socket: IncomingMessage['socket']): socket is TLSSocket {
  return 'encrypted' in socket;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await endOf(spawn('ip', ['link', 'set', 'lo', 'up']));
  const heard: Heard[] = [];
  for (const one of (await json(process.stdin)) as Talk[]) heard.push(await talk(one));
  process.stdout.write(JSON.stringify(heard));
}
