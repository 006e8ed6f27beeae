/** Reads the installer's table as `install.sh` reads it, and the reconciler's, which is written the same way. */

export interface TableRecord {
  readonly verb: string;
  readonly fields: readonly string[];
}

/** Throws where the script would refuse the table. */
export function readInstallTable(text: string, head = 'nodeseed-install 1'): TableRecord[] {
  const [first, ...lines] = text.replace(/\n$/, '').split('\n');
  if (first !== head || lines.pop() !== 'end') throw new Error('no whole table');
  return lines.map((line) => {
    const [verb = '', ...fields] = line.split(' ');
    return { verb, fields: fields.map(decode) };
  });
}

/** The fields of all records of a verb, in order. */
export function recordsOf(table: readonly TableRecord[], verb: string): (readonly string[])[] {
  return table.filter((one) => one.verb === verb).map(({ fields }) => fields);
}

/** `-` is the empty field; `\0ooo` is a byte, as printf's %b has it. */
function decode(field: string): string {
  if (field === '-') return '';
  const bytes = field.split(/(\\0[0-7]{3})/).map((part) => {
    const [, octal] = /^\\0([0-7]{3})$/.exec(part) ?? [];
    return octal === undefined ? Buffer.from(part) : Buffer.from([Number.parseInt(octal, 8)]);
  });
  return Buffer.concat(bytes).toString('utf8');
}
