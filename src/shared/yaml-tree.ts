/** A YAML document as a tree of nodes that know where they stand: js-yaml's events, nested. */
import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';

/** Offsets into the source, end exclusive; -1 where nothing is written (an empty value). */
interface Span {
  readonly start: number;
  readonly end: number;
  /** How many nodes the value has with every alias written out. */
  readonly size: number;
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly text: string;
  readonly form: 'plain' | 'quoted' | 'block';
  /** As written: `!!str`; empty when there is none. */
  readonly tag: string;
}

export interface SequenceNode extends Span {
  readonly kind: 'sequence';
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
}

export interface MappingNode extends Span {
  readonly kind: 'mapping';
  readonly flow: boolean;
  readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[];
}

export interface AliasNode extends Span {
  readonly kind: 'alias';
  /** Undefined: the name is not known at this place, or is that of a node which is still open (a circle). */
  readonly target: YamlNode | undefined;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

/** The trees of all documents in the text. */
export function buildTrees(events: readonly Event[], source: string): YamlNode[] {
  const trees: YamlNode[] = [];
  const reader = new TreeReader(events, source);
  while (reader.nextDocument()) trees.push(reader.node());
  return trees;
}

class TreeReader {
  readonly #events: readonly Event[];
  readonly #source: string;
  #index = 0;
  /** End of the last thing read: from here on a flow collection's bracket is looked for. */
  #offset = 0;
  #anchors = new Map<string, YamlNode>();

  constructor(events: readonly Event[], source: string) {
    this.#events = events;
    this.#source = source;
  }

  nextDocument(): boolean {
    while (this.#peek()?.type === EVENT_ID.POP) this.#index++;
    this.#anchors = new Map();
    return this.#events[this.#index++] !== undefined;
  }

  node(): YamlNode {
    const event = this.#events[this.#index++];
    if (event?.type === EVENT_ID.ALIAS) return this.#alias(event.anchorStart, event.anchorEnd);
    if (event?.type === EVENT_ID.SCALAR) return this.#anchored(event, this.#scalar(event));
    if (event?.type === EVENT_ID.SEQUENCE)
      return this.#anchored(event, this.#sequence(event.start, event.style === COLLECTION_STYLE.FLOW));
    if (event?.type === EVENT_ID.MAPPING)
      return this.#anchored(event, this.#mapping(event.start, event.style === COLLECTION_STYLE.FLOW));
    return { kind: 'scalar', text: '', form: 'plain', tag: '', start: -1, end: -1, size: 1 };
  }

  #peek(): Event | undefined {
    return this.#events[this.#index];
  }

  #anchored<N extends YamlNode>(event: { anchorStart: number; anchorEnd: number }, node: N): N {
    if (event.anchorStart >= 0)
      this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  /** The event's span is the name's, without the asterisk. */
  #alias(nameStart: number, end: number): AliasNode {
    const target = this.#anchors.get(this.#source.slice(nameStart, end));
    this.#offset = end;
    return { kind: 'alias', target, start: nameStart - 1, end, size: target?.size ?? 1 };
  }

  /** A quoted scalar's event spans what is between the quotes, a block scalar's the lines below its header. */
  #scalar(event: ScalarEvent): ScalarNode {
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const absent = event.valueStart < 0;
    const around = quoted && !absent ? 1 : 0;
    if (!absent) this.#offset = event.valueEnd + around;
    return {
      kind: 'scalar',
      text: absent ? '' : getScalarValue(this.#source, event),
      form: quoted ? 'quoted' : event.style === SCALAR_STYLE.PLAIN ? 'plain' : 'block',
      tag: event.tagStart < 0 ? '' : this.#source.slice(event.tagStart, event.tagEnd),
      start: event.valueStart - around,
      end: event.valueEnd + around,
      size: 1,
    };
  }

  #sequence(start: number, flow: boolean): SequenceNode {
    this.#offset = Math.max(this.#offset, start);
    const items: YamlNode[] = [];
    while (!this.#atPop()) items.push(this.node());
    const size = items.reduce((sum, item) => sum + item.size, 1);
    return { kind: 'sequence', flow, items, start, end: this.#close(flow, ']'), size };
  }

  #mapping(start: number, flow: boolean): MappingNode {
    this.#offset = Math.max(this.#offset, start);
    const entries: { key: YamlNode; value: YamlNode }[] = [];
    while (!this.#atPop()) entries.push({ key: this.node(), value: this.node() });
    const size = entries.reduce((sum, { key, value }) => sum + key.size + value.size, 1);
    return { kind: 'mapping', flow, entries, start, end: this.#close(flow, '}'), size };
  }

  #atPop(): boolean {
    const type = this.#peek()?.type;
    return type === undefined || type === EVENT_ID.POP;
  }

  #close(flow: boolean, bracket: string): number {
    this.#index++;
    const found = flow ? this.#source.indexOf(bracket, this.#offset) : -1;
    if (found >= 0) this.#offset = found + 1;
    return this.#offset;
  }
}
