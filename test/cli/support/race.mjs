// Another run of nodeseed that puts its tree into place just before this one does.
import { mkdirSync, writeFileSync } from 'node:fs';
import disk from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

const { rename } = disk;
disk.rename = async (from, to) => {
  if (String(from).endsWith('.new')) {
    mkdirSync(to);
    writeFileSync(join(to, 'manifest.json'), '{}');
  }
  await rename(from, to);
};
syncBuiltinESMExports();
