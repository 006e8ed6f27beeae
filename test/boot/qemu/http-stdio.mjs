// http-stdio.mjs FOLDER: answers one HTTP request from standard input with a file of the folder, and notes it in FOLDER.log.
// QEMU starts one for each connection that a machine opens (guestfwd).
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let head = '';
process.stdin.on('data', (chunk) => {
  head += chunk;
  if (!head.includes('\r\n\r\n')) return;
  process.stdin.pause();
  const [method, path = '/'] = head.split(' ');
  let body;
  try {
    body = readFileSync(join(folder, decodeURI(path)));
  } catch {
    body = undefined;
  }
  appendFileSync(`${folder}.log`, `${body ? 200 : 404} ${path}\n`);
  const status = body ? '200 OK' : '404 Not Found';
  process.stdout.write(
    `HTTP/1.1 ${status}\r\nContent-Length: ${body?.length ?? 0}\r\nConnection: close\r\n\r\n`,
  );
  if (body && method !== 'HEAD') process.stdout.write(body);
  process.stdout.end(() => process.exit());
});
