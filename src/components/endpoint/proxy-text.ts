/** Configuration of a proxy that passes TLS through to the API servers: haproxy's and nginx's, as lines. */
import { apiServerPort } from '../../cluster/control-plane.ts';
import type { ProxyProgram } from '../../upstream/endpoint.ts';

export interface ProxyText {
  readonly port: number;
  readonly servers: readonly { readonly name: string; readonly host: string }[];
  /** The authority that the API servers' certificates are from. */
  readonly authority: string;
  /** Whose rights it takes once it has started; absent: it has none to give up. */
  readonly user?: string;
  /** In a container there is no /dev/log, and modules are part of the program. */
  readonly inPod: boolean;
}

/** Watches last long and say little: idle connections are kept, and TCP finds out who is gone. */
const idle = '4h';

export const proxyText: Readonly<Record<ProxyProgram, (text: ProxyText) => string>> = {
  haproxy: ({ port, servers, authority, user, inPod }) =>
    blocks([
      [
        'global',
        inPod ? 'log stdout format raw local0 notice' : 'log /dev/log daemon notice',
        'maxconn 8192',
        ...(user === undefined ? [] : [`user ${user}`, `group ${user}`]),
      ],
      [
        'defaults',
        'mode tcp',
        'log global',
        'option clitcpka',
        'option srvtcpka',
        'option redispatch',
        'retries 2',
        'timeout connect 5s',
        'timeout check 5s',
        `timeout client ${idle}`,
        `timeout server ${idle}`,
      ],
      ['frontend api', `bind 127.0.0.1:${port}`, 'default_backend api-servers'],
      [
        'backend api-servers',
        'balance leastconn',
        // A server is asked whether it is ready, and must show a certificate of this cluster's.
        'option httpchk GET /readyz',
        'http-check expect status 200',
        `default-server inter 5s fall 3 rise 2 on-marked-down shutdown-sessions`,
        ...servers.map(
          ({ name, host }) =>
            `server ${name} ${host}:${apiServerPort} check check-ssl verify required ca-file ${authority}`,
        ),
      ],
    ]),
  // It notices a server that is gone when a connection to it fails, and leaves it alone for a while.
  nginx: ({ port, servers, user, inPod }) =>
    [
      ...(inPod ? [] : ['load_module /usr/lib/nginx/modules/ngx_stream_module.so;']),
      ...(user === undefined ? [] : [`user ${user};`]),
      'worker_processes 1;',
      `pid ${inPod ? '/tmp' : '/run'}/nodeseed-api-proxy.pid;`,
      'error_log stderr warn;',
      'events {',
      '    worker_connections 8192;',
      '}',
      'stream {',
      '    upstream api_servers {',
      '        least_conn;',
      ...servers.map(({ host }) => `        server ${host}:${apiServerPort} max_fails=2 fail_timeout=10s;`),
      '    }',
      '    server {',
      `        listen 127.0.0.1:${port} so_keepalive=on;`,
      '        proxy_pass api_servers;',
      '        proxy_connect_timeout 2s;',
      '        proxy_socket_keepalive on;',
      `        proxy_timeout ${idle};`,
      '    }',
      '}',
      '',
    ].join('\n'),
};

/** The first line of a block is its name; the others are its settings. */
function blocks(all: readonly (readonly string[])[]): string {
  return all
    .map(([name, ...lines]) => [name, ...lines.map((line) => `    ${line}`), ''].join('\n'))
    .join('\n');
}
