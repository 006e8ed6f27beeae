/** What a machine's collector has written, as the comparison reads it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readReport } from '../../src/boot/report.ts';

const empty = ['system', 'installer', 'jobs', 'failed', 'sysctls', 'modules', 'swaps', 'hostname'];

async function gatewaysOf(routes: object[], routes6: object[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-test-'));
  try {
    await mkdir(join(folder, 'units'));
    for (const name of [...empty, 'units/show']) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'addresses'), '[]');
    writeFileSync(join(folder, 'routes'), JSON.stringify(routes));
    writeFileSync(join(folder, 'routes6'), JSON.stringify(routes6));
    return readReport(folder, 1).gateways;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a gateway is found beside one that was advertised, with which the kernel has made one route of it', async () => {
  const ours = { dst: 'default', gateway: '10.0.1.1', dev: 'eth0' };
  const link = { dst: '10.0.1.0/24', dev: 'eth0' };
  const joined = { dst: 'default', nexthops: [{ gateway: 'fe80::2' }, { gateway: 'fd00:2::1' }, {}] };
  assert.equal(await gatewaysOf([ours, link], [joined]), ['10.0.1.1', 'fe80::2', 'fd00:2::1']);
});

test.run();
