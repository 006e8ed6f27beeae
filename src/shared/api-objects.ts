/** Texts that hold objects of the Kubernetes API, as YAML of one or more documents. */
import { loadAll, YAMLException } from 'js-yaml';

/** Why the API would not take a text; undefined where nothing is known against it. Fields are the API's to judge. */
export function objectsProblem(text: string): string | undefined {
  const documents = documentsOf(text);
  if (typeof documents === 'string') return documents;
  const objects = documents.filter((one) => one !== null);
  if (objects.length === 0) return 'there is no object in it';
  const stranger = objects.findIndex((one) => !isObject(one));
  return stranger < 0 ? undefined : `object ${stranger + 1} of it has no apiVersion and kind`;
}

function documentsOf(text: string): unknown[] | string {
  try {
    return loadAll(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? `line ${error.mark.line + 1} of it: ` : '';
    return `${line}${error.reason}`;
  }
}

function isObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  return typeof apiVersion === 'string' && typeof kind === 'string';
}
