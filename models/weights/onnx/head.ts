/**
 * The decode heads as ONNX nodes; what they compute is told in `models/segformer-head.ts` and `models/daformer-head.ts`.
 * BatchNorm is folded into the convolution before it, with its running statistics, as at evaluation.
 */
import { DILATIONS } from '../../daformer-head';
import type { HeadConfig } from '../../heads';
import type { WeightOf } from './encoder';
import type { OnnxGraph } from './graph';

const BATCH_NORM_EPS = 1e-5;

export class OnnxHead {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly weightOf: WeightOf,
    private readonly prefix: string,
    private readonly config: HeadConfig,
  ) {}

  /** Logits [B, classes, H/4, W/4] of the encoder's maps. */
  logits(maps: string[]): string {
    const { kind } = this.config;
    const embedding = kind === 'daformer' ? 'embed_layers' : 'linear_c';
    const size = this.graph.op('Slice', [
      this.graph.op('Shape', [maps[0]!]),
      this.graph.integers([2]),
      this.graph.integers([4]),
    ]);
    const levels = maps.map((map, k) => {
      const embedded = this.pointwise(map, `${embedding}.${k}.proj`);
      return k === 0 ? embedded : this.resize(embedded, size);
    });
    const stacked = this.graph.op('Concat', levels, { axis: 1 });
    if (kind === 'segformer') return this.pointwise(this.module(stacked, 'linear_fuse'), 'linear_pred');
    const branches = DILATIONS.map((dilation, k) => {
      const name = `fuse_layer.aspp_modules.${k}`;
      if (dilation === 1) return this.module(stacked, name);
      const spread = this.module(stacked, `${name}.depthwise_conv`, dilation, this.config.embed * maps.length);
      return this.module(spread, `${name}.pointwise_conv`);
    });
    const joined = this.graph.op('Concat', branches, { axis: 1 });
    return this.pointwise(this.module(joined, 'fuse_layer.bottleneck'), 'conv_seg');
  }

  /** 1x1 convolution with a bias; a Linear's weight counts as one. */
  private pointwise(x: string, name: string): string {
    const { shape, values } = this.weight(`${name}.weight`);
    const weight = this.graph.floats(values, [shape[0]!, shape[1]!, 1, 1], `${this.prefix}${name}.weight`);
    const bias = this.weight(`${name}.bias`);
    return this.graph.op('Conv', [x, weight, this.graph.floats(bias.values, bias.shape, `${this.prefix}${name}.bias`)]);
  }

  /** Convolution, BatchNorm and ReLU; 3x3 kernels are padded by their dilation. */
  private module(x: string, name: string, dilation = 1, group = 1): string {
    const { shape, values } = this.weight(`${name}.conv.weight`);
    const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
      (part) => this.weight(`${name}.bn.${part}`).values,
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const outputs = shape[0]!;
    const size = values.length / outputs;
    const weight = new Float32Array(values.length);
    const bias = new Float32Array(outputs);
    for (let o = 0; o < outputs; o++) {
      const scale = gamma[o]! / Math.sqrt(variance[o]! + BATCH_NORM_EPS);
      for (let i = o * size; i < (o + 1) * size; i++) weight[i] = values[i]! * scale;
      bias[o] = beta[o]! - mean[o]! * scale;
    }
    const taps = shape[2] ?? 1;
    const pad = taps === 1 ? 0 : dilation;
    const inputs = [
      x,
      this.graph.floats(weight, [outputs, shape[1]!, taps, taps], `${this.prefix}${name}.conv.weight`),
      this.graph.floats(bias, [outputs], `${this.prefix}${name}.conv.bias`),
    ];
    const attributes = { group, dilations: [dilation, dilation], pads: [pad, pad, pad, pad] };
    return this.graph.op('Relu', [this.graph.op('Conv', inputs, taps === 1 ? { group } : attributes)]);
  }

  /** Bilinear with half-pixel centres. */
  private resize(map: string, size: string): string {
    const { graph } = this;
    const shape = graph.op('Shape', [map]);
    const batchAndChannels = graph.op('Slice', [shape, graph.integers([0]), graph.integers([2])]);
    const whole = graph.op('Concat', [batchAndChannels, size], { axis: 0 });
    return graph.op('Resize', [map, '', '', whole], {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  }

  private weight(name: string): { shape: number[]; values: Float32Array } {
    return this.weightOf(this.prefix + name);
  }
}
