/**
 * A real Linux kernel as a judge, also where the machine's own has neither loop devices nor the file systems in question: Debian's
 * user-mode-linux, which is a program. It sees the machine's files and has the images as block devices; two seconds a boot.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { available, type Ran } from './judges.ts';

export function kernelAvailable(): boolean {
  return available('linux.uml', 'user-mode-linux') && available('busybox', 'busybox-static');
}

/**
 * Runs a script of sh as root in that kernel. The images are `/dev/ubda`, `/dev/ubdb` and so on, read-only; `/run` can be
 * written and is forgotten afterwards, everything else is as on this machine and cannot.
 */
export function inKernel(script: string, images: readonly string[]): Ran {
  const out = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const init = join(out, 'init');
    writeFileSync(init, initScript(script, out), { mode: 0o755 });
    // A kernel's arguments have no quotes.
    const devices = images.map((image, i) => {
      symlinkSync(image, join(out, `image-${i}`));
      return `ubd${String.fromCharCode(97 + i)}r=${join(out, `image-${i}`)}`;
    });
    const root = ['root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', `init=${init}`];
    const settings = ['mem=256M', 'con=null', 'con0=null,fd:1', 'quiet', 'panic=-1'];
    const env = { ...process.env, TMPDIR: out };
    const done = spawnSync('linux.uml', [...devices, ...root, ...settings], {
      encoding: 'utf8',
      env,
      timeout: 300_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    if (!existsSync(join(out, 'status')))
      throw new Error(`the kernel did not run the script:\n${done.stdout}`);
    return { status: Number(read('status')), stdout: read('stdout'), stderr: read('stderr') };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function initScript(script: string, out: string): string {
  return `#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mount -t devtmpfs devtmpfs /dev
mkdir -p /run/out /run/kernel/lib
mount -t hostfs -o ${out} none /run/out
ln -s /usr/lib/uml/modules /run/kernel/lib/modules
for module in isofs vfat nls_cp437 nls_ascii nls_utf8 nls_iso8859-1; do modprobe -d /run/kernel "$module"; done
cat >/run/script <<'END OF SCRIPT'
${script}
END OF SCRIPT
cd /run
sh -eu /run/script >/run/out/stdout 2>/run/out/stderr </dev/null
echo $? >/run/out/status
exec busybox poweroff -f
`;
}
