/** serve.ts FOLDER ADDRESS: the files of a folder by HTTP until standard input ends; one line for each answer, after one that it listens. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder = '', address = ''] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  const [path = '/'] = (request.url ?? '/').split('?');
  const found = await readFile(join(folder, path)).catch(() => undefined);
  console.log(`${found ? 200 : 404} ${path}`);
  if (found && path.includes('/manifests/')) response.setHeader('content-type', mediaType(found));
  response.writeHead(found ? 200 : 404).end(found ?? 'nothing here\n');
});
server.listen(80, address, () => console.log(`listening on ${address}`));
process.stdin.on('end', () => process.exit()).resume();

/** As a registry says it of an image's manifest. */
function mediaType(manifest: Uint8Array): string {
  return JSON.parse(Buffer.from(manifest).toString()).mediaType;
}
