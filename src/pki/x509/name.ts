/** Distinguished names. Every attribute is a UTF8String; one attribute per RDN. */
import { type Asn1, objectId, sequence, setOf, utf8String } from './der.ts';

export interface Subject {
  readonly commonName: string;
  /** In this order; the API server reads them as groups. */
  readonly organizations?: readonly string[];
  readonly organizationalUnits?: readonly string[];
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
}

/** X.520's arcs under 2.5.4, from the most general to the most special, as names are usually written. */
const attributes: readonly (readonly [string, (subject: Subject) => readonly (string | undefined)[]])[] = [
  ['2.5.4.6', (subject) => [subject.country]],
  ['2.5.4.8', (subject) => [subject.state]],
  ['2.5.4.7', (subject) => [subject.locality]],
  ['2.5.4.10', (subject) => subject.organizations ?? []],
  ['2.5.4.11', (subject) => subject.organizationalUnits ?? []],
  ['2.5.4.3', (subject) => [subject.commonName]],
];

/** Attributes that are absent or empty are left out. */
export function nameOf(subject: Subject): Asn1 {
  return sequence(
    ...attributes.flatMap(([id, values]) =>
      values(subject)
        .filter((value) => value !== undefined && value !== '')
        .map((value) => setOf(sequence(objectId(id), utf8String(value ?? '')))),
    ),
  );
}
