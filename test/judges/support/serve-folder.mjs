// serve-folder.mjs FOLDER: its files by HTTP on the loopback until standard input ends; says the port.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const server = createServer(async (request, response) => {
  const found = await readFile(join(process.argv[2], request.url)).catch(() => undefined);
  response.writeHead(found ? 200 : 404).end(found);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
