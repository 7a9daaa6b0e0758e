/**
 * The Mix Transformer as ONNX nodes; what it computes is told in `models/mit.ts`.
 *
 * Maps are [B, C, H, W] and tokens [B, N, C]. Sizes of maps are read from the graph while it runs, so pictures of any
 * size fit.
 */
import { type MitConfig, PATCHES } from '../../mit';
import type { OnnxGraph } from './graph';

/** Weights of a network by name in PyTorch's layout. @throws where there is none of that name. */
export type WeightOf = (name: string) => { shape: number[]; values: Float32Array };

const BLOCK_EPS = 1e-6;
const EMBED_EPS = 1e-5;

export class OnnxEncoder {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly weightOf: WeightOf,
    private readonly prefix: string,
    private readonly config: MitConfig,
  ) {}

  /** The four maps of the picture `image`. */
  maps(image: string): string[] {
    const maps: string[] = [];
    let x = image;
    this.config.dims.forEach((dim, i) => {
      const { stride, pad } = PATCHES[i]!;
      const embedded = this.conv(x, `patch_embed${i + 1}.proj`, {
        strides: [stride, stride],
        pads: [pad, pad, pad, pad],
      });
      const size = this.sizeOf(embedded);
      let tokens = this.norm(this.tokens(embedded, dim), `patch_embed${i + 1}.norm`, EMBED_EPS);
      for (let j = 0; j < this.config.depths[i]!; j++) tokens = this.block(tokens, `block${i + 1}.${j}`, i, size);
      x = this.map(this.norm(tokens, `norm${i + 1}`, BLOCK_EPS), dim, size);
      maps.push(x);
    });
    return maps;
  }

  private block(x: string, name: string, stage: number, size: string): string {
    const { graph } = this;
    const attended = graph.op('Add', [x, this.attention(this.norm(x, `${name}.norm1`, BLOCK_EPS), name, stage, size)]);
    const hidden = this.dense(this.norm(attended, `${name}.norm2`, BLOCK_EPS), `${name}.mlp.fc1`);
    const width = this.config.dims[stage]! * this.config.mlpRatios[stage]!;
    const mixed = this.conv(this.map(hidden, width, size), `${name}.mlp.dwconv.dwconv`, {
      group: width,
      pads: [1, 1, 1, 1],
    });
    return graph.op('Add', [attended, this.dense(this.gelu(this.tokens(mixed, width)), `${name}.mlp.fc2`)]);
  }

  private attention(x: string, name: string, stage: number, size: string): string {
    const { graph } = this;
    const dim = this.config.dims[stage]!;
    const heads = this.config.heads[stage]!;
    const ratio = this.config.srRatios[stage]!;
    let reduced = x;
    if (ratio > 1) {
      const map = this.conv(this.map(x, dim, size), `${name}.attn.sr`, { strides: [ratio, ratio] });
      reduced = this.norm(this.tokens(map, dim), `${name}.attn.norm`, EMBED_EPS);
    }
    const split = (t: string, perm: number[]) =>
      graph.op('Transpose', [graph.op('Reshape', [t, graph.integers([0, -1, heads, dim / heads])])], { perm });
    const query = split(this.dense(x, `${name}.attn.q`), [0, 2, 1, 3]);
    const key = split(this.half(reduced, `${name}.attn.kv`, 0), [0, 2, 3, 1]);
    const value = split(this.half(reduced, `${name}.attn.kv`, 1), [0, 2, 1, 3]);
    const scale = graph.floats([(dim / heads) ** -0.5], []);
    const scores = graph.op('Mul', [graph.op('MatMul', [query, key]), scale]);
    const seen = graph.op('MatMul', [graph.op('Softmax', [scores], { axis: -1 }), value]);
    const joined = graph.op('Transpose', [seen], { perm: [0, 2, 1, 3] });
    return this.dense(graph.op('Reshape', [joined, graph.integers([0, -1, dim])]), `${name}.attn.proj`);
  }

  /** Linear layer over tokens. */
  private dense(x: string, name: string): string {
    const { shape, values } = this.weight(name, 'weight');
    return this.affine(x, values, this.weight(name, 'bias').values, shape[1]!, name);
  }

  /** One half of the rows of a linear layer: the keys or the values. */
  private half(x: string, name: string, which: 0 | 1): string {
    const { shape, values } = this.weight(name, 'weight');
    const bias = this.weight(name, 'bias').values;
    const part = (all: Float32Array) => all.subarray((which * all.length) / 2, ((which + 1) * all.length) / 2);
    return this.affine(x, part(values), part(bias), shape[1]!, `${name}.${which === 0 ? 'key' : 'value'}`);
  }

  /** x * weight^T + bias; MatMul wants the weight as [in, out]. */
  private affine(x: string, weight: Float32Array, bias: Float32Array, inputs: number, name: string): string {
    const { graph } = this;
    const outputs = bias.length;
    const turned = new Float32Array(weight.length);
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < inputs; i++) turned[i * outputs + o] = weight[o * inputs + i]!;
    const product = graph.op('MatMul', [x, graph.floats(turned, [inputs, outputs], `${this.prefix}${name}.weight`)]);
    return graph.op('Add', [product, graph.floats(bias, [outputs], `${this.prefix}${name}.bias`)]);
  }

  private conv(x: string, name: string, attributes: Record<string, number | number[]>): string {
    return this.graph.op('Conv', [x, this.stored(name, 'weight'), this.stored(name, 'bias')], attributes);
  }

  private norm(x: string, name: string, epsilon: number): string {
    const inputs = [x, this.stored(name, 'weight'), this.stored(name, 'bias')];
    return this.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
  }

  /** x * (1 + erf(x / sqrt 2)) / 2, spelled out: the operator came with opset 20. */
  private gelu(x: string): string {
    const { graph } = this;
    const inner = graph.op('Erf', [graph.op('Div', [x, graph.floats([Math.SQRT2], [])])]);
    const product = graph.op('Mul', [x, graph.op('Add', [inner, graph.floats([1], [])])]);
    return graph.op('Mul', [product, graph.floats([0.5], [])]);
  }

  /** [height, width] of a map. */
  private sizeOf(map: string): string {
    const shape = this.graph.op('Shape', [map]);
    return this.graph.op('Slice', [shape, this.graph.integers([2]), this.graph.integers([4])]);
  }

  private tokens(map: string, channels: number): string {
    const flat = this.graph.op('Reshape', [map, this.graph.integers([0, channels, -1])]);
    return this.graph.op('Transpose', [flat], { perm: [0, 2, 1] });
  }

  private map(tokens: string, channels: number, size: string): string {
    const flat = this.graph.op('Transpose', [tokens], { perm: [0, 2, 1] });
    const shape = this.graph.op('Concat', [this.graph.integers([0, channels]), size], { axis: 0 });
    return this.graph.op('Reshape', [flat, shape]);
  }

  private stored(name: string, part: 'weight' | 'bias'): string {
    const { shape, values } = this.weight(name, part);
    return this.graph.floats(values, shape, `${this.prefix}${name}.${part}`);
  }

  private weight(name: string, part: 'weight' | 'bias'): { shape: number[]; values: Float32Array } {
    return this.weightOf(`${this.prefix}${name}.${part}`);
  }
}
