/** Names of container images: github.com/distribution/reference. */

const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-f:]+\\])(?::[0-9]+)?';
const tag = ':[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const digest = '@sha256:[0-9a-f]{64}';
const full = new RegExp(`^(${host})/${component}(?:/${component})*(?:${tag}|${digest}|${tag}${digest})$`);

/** With its registry, and its tag, its digest or both. */
export function isFullImageName(text: string): boolean {
  return text.length <= 255 && isRegistry(full.exec(text)?.[1] ?? '');
}

/** What tells a registry from the first folder of a name. */
function isRegistry(part: string): boolean {
  return /[.:]/.test(part) || part === 'localhost';
}

/** What is short stands for an image of Docker Hub's, and its newest. */
export function fullImageName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const named =
    rest.length === 0 ? `docker.io/library/${name}` : isRegistry(first) ? name : `docker.io/${name}`;
  return /[:@][^/]*$/.test(named) ? named : `${named}:latest`;
}

/** What containerd looks for when a pod asks for an image: by its digest alone where it has one (its ParseDockerRef). */
export function storedName(name: string): string {
  const at = name.indexOf('@');
  return at < 0 ? name : name.slice(0, at).replace(/:[^:/]+$/, '') + name.slice(at);
}
