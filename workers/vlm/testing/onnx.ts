/** Writes small ONNX files (ir version 8, opset 17) in the protobuf wire format, so that tests need no downloads. */

type Attribute = number | number[];
type Dimension = number | string;

const FLOAT = 1;
const INT64 = 7;
const ELEMENT = { float: FLOAT, int64: INT64 } as const;
const encoder = new TextEncoder();

class Message {
  private readonly bytes: number[] = [];

  private varint(value: number): this {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.bytes.push(Number(rest & 127n) | 128);
    this.bytes.push(Number(rest));
    return this;
  }

  int(field: number, value: number): this {
    return this.varint(field << 3).varint(value);
  }

  raw(field: number, value: Uint8Array): this {
    this.varint((field << 3) | 2).varint(value.length);
    for (const byte of value) this.bytes.push(byte);
    return this;
  }

  text(field: number, value: string): this {
    return this.raw(field, encoder.encode(value));
  }

  inner(field: number, value: Message): this {
    return this.raw(field, value.done());
  }

  done(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

function attributeMessage(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (!Array.isArray(value)) return message.int(3, value).int(20, 2);
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}

function valueMessage(name: string, element: number, dims: Dimension[]): Message {
  const shape = new Message();
  for (const dim of dims)
    shape.inner(1, typeof dim === 'string' ? new Message().text(2, dim) : new Message().int(1, dim));
  return new Message().text(1, name).inner(2, new Message().inner(1, new Message().int(1, element).inner(2, shape)));
}

/** Values are referred to by name. */
export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly constants: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private names = 0;

  input(name: string, element: keyof typeof ELEMENT, dims: Dimension[]): string {
    this.inputs.push(valueMessage(name, ELEMENT[element], dims));
    return name;
  }

  floats(values: ArrayLike<number>, dims: number[]): string {
    return this.constant(FLOAT, dims, new Uint8Array(Float32Array.from(values).buffer));
  }

  integers(values: number[]): string {
    return this.constant(INT64, [values.length], new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer));
  }

  op(type: string, inputs: string[], attributes: Record<string, Attribute> = {}, output = this.fresh()): string {
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, this.fresh()).text(4, type);
    for (const [name, value] of Object.entries(attributes)) node.inner(5, attributeMessage(name, value));
    this.nodes.push(node);
    return output;
  }

  output(source: string, name: string, dims: Dimension[]): void {
    this.op('Identity', [source], {}, name);
    this.outputs.push(valueMessage(name, FLOAT, dims));
  }

  file(): Uint8Array {
    const graph = new Message();
    for (const node of this.nodes) graph.inner(1, node);
    graph.text(2, 'tiny');
    for (const constant of this.constants) graph.inner(5, constant);
    for (const input of this.inputs) graph.inner(11, input);
    for (const output of this.outputs) graph.inner(12, output);
    const opset = new Message().text(1, '').int(2, 17);
    return new Message().int(1, 8).text(2, 'test').inner(7, graph).inner(8, opset).done();
  }

  private constant(element: number, dims: number[], bytes: Uint8Array): string {
    const name = this.fresh();
    const message = new Message();
    for (const dim of dims) message.int(1, dim);
    this.constants.push(message.int(2, element).text(8, name).raw(9, bytes));
    return name;
  }

  private fresh(): string {
    this.names += 1;
    return `v${this.names}`;
  }
}
