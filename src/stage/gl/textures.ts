/** Layers on the GPU: each is sent once, and freed when no picture of the stage has it any more. */
import type { StageLayer } from '../picture';

/** Photographs are smooth at any size; ids and values are never mixed. */
const FORMATS = {
  rgb: { inside: 'RGB8', outside: 'RGB', smooth: true },
  labels: { inside: 'R8UI', outside: 'RED_INTEGER', smooth: false },
  scalar: { inside: 'R8', outside: 'RED', smooth: false },
} as const;

export class LayerTextures {
  private readonly known = new Map<Uint8Array, WebGLTexture>();

  constructor(private readonly gl: WebGL2RenderingContext) {}

  /** Frees the layers that are not among these. */
  keepOnly(layers: readonly StageLayer[]): void {
    const kept = new Set<Uint8Array>(layers.map(({ data }) => data));
    for (const [data, texture] of this.known)
      if (!kept.has(data)) {
        this.gl.deleteTexture(texture);
        this.known.delete(data);
      }
  }

  /** Binds a layer to a texture unit. */
  bind(unit: number, layer: StageLayer): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    const known = this.known.get(layer.data);
    if (known) gl.bindTexture(gl.TEXTURE_2D, known);
    else this.known.set(layer.data, this.send(layer));
  }

  dispose(): void {
    this.keepOnly([]);
  }

  private send({ kind, width, height, data }: StageLayer): WebGLTexture {
    const { gl } = this;
    const { inside, outside, smooth } = FORMATS[kind];
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const levels = smooth ? 1 + Math.floor(Math.log2(Math.max(width, height))) : 1;
    gl.texStorage2D(gl.TEXTURE_2D, levels, gl[inside], width, height);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl[outside], gl.UNSIGNED_BYTE, data);
    if (smooth) gl.generateMipmap(gl.TEXTURE_2D);
    setSampling(gl, smooth);
    return texture;
  }
}

/** How the bound texture is looked up. */
export function setSampling(gl: WebGL2RenderingContext, smooth: boolean): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, smooth ? gl.LINEAR_MIPMAP_LINEAR : gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, smooth ? gl.LINEAR : gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}
