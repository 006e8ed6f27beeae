/**
 * main.ts KUBERNETES ETCD PROGRAM ARGUMENTS...: runs in a machine in the place of a program that cannot be had. Test code, never shipped.
 * Ends with an error if anything is wrong with its arguments or its files; else stays up, as a daemon does.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Release } from '../../../src/upstream/release.ts';
import { problemsOf } from './check.ts';
import { verdicts } from './verdicts.ts';

const [kubernetes = '', etcd = '', program = '', ...args] = process.argv.slice(2);
const name = basename(program);
const problems = problemsOf(name, args, { kubernetes: kubernetes as Release, etcd });
for (const line of problems) console.error(`stand-in: ${line}`);
if (problems.length === 0) console.log(`stand-in: ${name} ${kubernetes}: every flag and every file is right`);
// For whoever waits for the verdict.
mkdirSync(verdicts, { recursive: true });
writeFileSync(join(verdicts, name), '');
if (problems.length > 0) process.exit(1);
if (process.env['NOTIFY_SOCKET'] !== undefined)
  spawnSync('systemd-notify', ['--ready'], { stdio: 'inherit' });
setInterval(() => undefined, 1 << 30);
