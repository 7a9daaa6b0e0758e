/**
 * ONNX files (IR version 8, opset 17), written node by node. Field numbers are those of onnx.proto3.
 *
 * Values are referred to by name; every method that makes a value returns its name.
 */
import { Message } from './message';

/** An integer, a list of integers, a text, or a float, which looks like an integer and so says what it is. */
export type Attribute = number | number[] | string | { float: number };
/** A fixed size, or the name of one that is free. */
export type Dimension = number | string;

const IR_VERSION = 8;
const OPSET = 17;
const ELEMENT = { float: 1, int64: 7 } as const;
/** AttributeProto.type, and the field that holds a value of that type. */
const FLOAT = { type: 1, field: 2 };
const INT = { type: 2, field: 3 };
const STRING = { type: 3, field: 4 };
const INTS = { type: 7, field: 8 };

export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly constants: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private readonly integerLists = new Map<string, string>();
  private names = 0;

  input(name: string, element: keyof typeof ELEMENT, dims: Dimension[]): string {
    this.inputs.push(valueMessage(name, element, dims));
    return name;
  }

  /** float32 values of the graph, such as weights; `name` is the name they keep in the file. */
  floats(values: ArrayLike<number>, dims: number[], name = this.fresh()): string {
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    if (floats.length !== dims.reduce((a, b) => a * b, 1))
      throw new Error(`${name}: ${floats.length} values for a tensor of shape [${dims}].`);
    return this.constant('float', dims, new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength), name);
  }

  /** An int64 vector; equal ones are stored once. */
  integers(values: number[]): string {
    const key = values.join();
    const known = this.integerLists.get(key);
    if (known) return known;
    const bytes = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
    const name = this.constant('int64', [values.length], bytes, this.fresh());
    this.integerLists.set(key, name);
    return name;
  }

  /** Adds a node with one output. An empty input name leaves an optional input out. */
  op(type: string, inputs: string[], attributes: Record<string, Attribute> = {}, output = this.fresh()): string {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, `${type} ${output}`).text(4, type);
    for (const [name, value] of Object.entries(attributes)) node.inner(5, attributeMessage(name, value));
    this.nodes.push(node);
    return output;
  }

  /** Makes a float32 value an output of the graph under that name. */
  output(source: string, name: string, dims: Dimension[]): void {
    this.op('Identity', [source], {}, name);
    this.outputs.push(valueMessage(name, 'float', dims));
  }

  /** The whole file; `metadata` are free texts that tools show. */
  file(producer: string, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
    const graph = new Message();
    for (const node of this.nodes) graph.inner(1, node);
    graph.text(2, producer);
    for (const constant of this.constants) graph.inner(5, constant);
    for (const input of this.inputs) graph.inner(11, input);
    for (const output of this.outputs) graph.inner(12, output);
    const opset = new Message().text(1, '').int(2, OPSET);
    const model = new Message().int(1, IR_VERSION).text(2, producer).inner(7, graph).inner(8, opset);
    for (const [key, value] of Object.entries(metadata)) model.inner(14, new Message().text(1, key).text(2, value));
    return model.bytes();
  }

  private constant(element: keyof typeof ELEMENT, dims: number[], bytes: Uint8Array, name: string): string {
    const message = new Message();
    for (const dim of dims) message.int(1, dim);
    this.constants.push(message.int(2, ELEMENT[element]).text(8, name).raw(9, bytes));
    return name;
  }

  private fresh(): string {
    this.names += 1;
    return `v${this.names}`;
  }
}

function attributeMessage(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  const typed = ({ type }: { type: number }) => message.int(20, type);
  if (typeof value === 'number') return typed(INT).int(INT.field, value);
  if (typeof value === 'string') return typed(STRING).text(STRING.field, value);
  if (!Array.isArray(value)) return typed(FLOAT).float(FLOAT.field, value.float);
  for (const item of value) message.int(INTS.field, item);
  return typed(INTS);
}

function valueMessage(name: string, element: keyof typeof ELEMENT, dims: Dimension[]): Message {
  const shape = new Message();
  for (const dim of dims)
    shape.inner(1, typeof dim === 'string' ? new Message().text(2, dim) : new Message().int(1, dim));
  const tensor = new Message().int(1, ELEMENT[element]).inner(2, shape);
  return new Message().text(1, name).inner(2, new Message().inner(1, tensor));
}
