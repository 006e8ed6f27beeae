/** Asks Debian's Python about many things at once: one process for a whole property test. */
import { available, missing, run } from '../support/judges.ts';

/** The first `python3` of the path may be one without Debian's packages. */
const python = '/usr/bin/python3';

/** Runs a program that finds `given` and leaves `answer`, both JSON data. Undefined: a module it needs is not installed. */
export function pythonSays(program: string, given: unknown, module = 'json'): unknown {
  if (!available(python, 'python3')) return undefined;
  if (run(python, ['-c', `import ${module}`]).status !== 0) {
    missing(`${python} has no module ${module} (apt-get install python3-yaml; Python 3.11 for tomllib)`);
    return undefined;
  }
  const whole = `import json, sys\ngiven = json.load(sys.stdin)\n${program}\nprint(json.dumps(answer, default=repr))`;
  const done = run(python, ['-c', whole], { input: JSON.stringify(given) });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

/** What the reader takes each text for; `{refused: why}` for one it does not take. Undefined: it is not installed. */
export function pythonReads(
  reader: 'yaml' | 'tomllib' | 'json',
  texts: readonly string[],
): unknown[] | undefined {
  const call = { yaml: 'yaml.safe_load', tomllib: 'tomllib.loads', json: 'json.loads' }[reader];
  const program = `
import ${reader}
def read(text):
    try: return ${call}(text)
    except Exception as error: return {'refused': str(error)}
answer = [read(text) for text in given]
`;
  return pythonSays(program, texts, reader) as unknown[] | undefined;
}
