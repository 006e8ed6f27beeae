/**
 * main.ts KUBERNETES ETCD PROGRAM ARGUMENTS...: runs in a machine in the place of a program that cannot be had. Test code, never shipped.
 * Ends with an error if anything is wrong with its arguments or its files; else stays up, as a daemon does.
 */
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import type { Release } from '../../../src/upstream/release.ts';
import { problemsOf } from './check.ts';

const [kubernetes = '', etcd = '', program = '', ...args] = process.argv.slice(2);
const problems = problemsOf(basename(program), args, { kubernetes: kubernetes as Release, etcd });
for (const line of problems) console.error(`stand-in: ${line}`);
if (problems.length > 0) process.exit(1);
console.log(`stand-in: ${basename(program)} ${kubernetes}: every flag and every file is right`);
if (process.env['NOTIFY_SOCKET'] !== undefined)
  spawnSync('systemd-notify', ['--ready'], { stdio: 'inherit' });
setInterval(() => undefined, 1 << 30);
