/** A shader program and the places of its uniforms. */
import { drawing as words } from '../../words/stage';

export interface Program {
  /** Draws with it from now on. */
  activate(): void;
  place(uniform: string): WebGLUniformLocation | null;
}

/** Starts compiling; whether it worked is asked at the first use, so that several compile at once. */
export function startProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): () => Program {
  const program = gl.createProgram();
  const shaders = ([gl.VERTEX_SHADER, gl.FRAGMENT_SHADER] as const).map((kind, i) => {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, i === 0 ? vertex : fragment);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    return shader;
  });
  gl.linkProgram(program);
  const places = new Map<string, WebGLUniformLocation | null>();
  let checked = false;
  const place = (uniform: string) => {
    if (!places.has(uniform)) places.set(uniform, gl.getUniformLocation(program, uniform));
    return places.get(uniform)!;
  };
  // A method whose name begins with "use" would pass for a hook.
  const activate = gl.useProgram.bind(gl, program);
  return () => {
    if (!checked && !gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
      const logs = [...shaders.map((shader) => gl.getShaderInfoLog(shader)), gl.getProgramInfoLog(program)];
      throw new Error(words.shader(logs.filter(Boolean).join(' ')));
    }
    checked = true;
    return { activate, place };
  };
}
