/**
 * What matchbox reads of its data folder: fields by message, as its storage.proto and its RichGroup have them. It says nothing of
 * a field that it does not know, nor of a reference that leads nowhere before a machine asks.
 */
type Kind = 'text' | 'texts' | 'map of texts' | 'anything' | 'NetBoot';

const messages: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Group: { id: 'text', name: 'text', profile: 'text', selector: 'map of texts', metadata: 'anything' },
  Profile: {
    id: 'text',
    name: 'text',
    ignition_id: 'text',
    cloud_id: 'text',
    generic_id: 'text',
    boot: 'NetBoot',
  },
  NetBoot: { kernel: 'text', initrd: 'texts', args: 'texts' },
};

type Fields = Readonly<Record<string, unknown>>;

export function matchboxProblems(files: ReadonlyMap<string, string>, folder: string): string[] {
  const inside = (name: string) =>
    [...files]
      .filter(([path]) => path.startsWith(`${folder}${name}/`))
      .map(([path, text]) => ({ name: path.slice(folder.length + name.length + 1), text }));
  const parsed = (name: string) =>
    inside(name).map((one) => ({ ...one, value: JSON.parse(one.text) as Fields }));
  const groups = parsed('groups');
  const profiles = parsed('profiles');
  const ignition = new Set(inside('ignition').map(({ name }) => name));
  const ids = new Set(profiles.map(({ value }) => value['id']));
  const used = profiles.flatMap(({ value }) => value['ignition_id'] ?? []);
  return [
    ...(groups.length === 0 ? ['there is no group'] : []),
    ...[...groups, ...profiles].flatMap(({ name, value }) =>
      name === `${value['id']}.json` ? [] : [`${name} is called ${value['id']}`],
    ),
    ...groups.flatMap(({ value }) => fieldProblems('Group', value)),
    ...profiles.flatMap(({ value }) => fieldProblems('Profile', value)),
    ...groups.flatMap(({ value }) => (ids.has(value['profile']) ? [] : [`no profile ${value['profile']}`])),
    ...used.flatMap((name) => (ignition.has(String(name)) ? [] : [`no Ignition file ${name}`])),
  ];
}

function fieldProblems(message: string, value: Fields): string[] {
  return Object.entries(value).flatMap(([key, field]) => {
    const kind = messages[message]?.[key];
    if (kind === undefined) return [`${message} has no field ${key}`];
    if (kind === 'NetBoot') return fieldProblems(kind, field as Fields);
    return isOf(kind, field) ? [] : [`${message}.${key} is no ${kind}`];
  });
}

function isOf(kind: Exclude<Kind, 'NetBoot'>, value: unknown): boolean {
  const texts = (all: readonly unknown[]) => all.every((one) => typeof one === 'string');
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'texts') return Array.isArray(value) && texts(value);
  return kind === 'anything' || (typeof value === 'object' && value !== null && texts(Object.values(value)));
}
