/**
 * A shell script as machines get it: with the comment at its head, without those further down and without blank lines, which
 * are for whoever reads it in the source. A machine's first configuration has to fit its platform, and they are a quarter of it.
 */
export function shippedScript(source: string): string {
  let inHead = true;
  let hereDocument: string | undefined;
  const kept = source.split('\n').filter((line) => {
    if (hereDocument !== undefined) {
      if (line === hereDocument) hereDocument = undefined;
      return true;
    }
    hereDocument = /<<'?([A-Z]+)'?/.exec(line)?.[1];
    inHead &&= line.startsWith('#');
    return inHead || !/^\s*(#.*)?$/.test(line);
  });
  return `${kept.join('\n')}\n`;
}
