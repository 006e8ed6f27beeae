/** Preloaded: says at the end how much memory the process had at most, in MiB. */
process.on('exit', () => process.stderr.write(`peak ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`));
