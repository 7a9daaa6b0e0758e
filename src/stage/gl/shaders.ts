/**
 * What draws one layer into one pane. A triangle covers the pane; each fragment finds its place in the picture and
 * looks its value up, so that zooming, hiding a class or another colour changes a few numbers and no pixel.
 *
 * Class ids are never blended: only the colours they stand for are, where a picture is smaller than its pixels.
 */

export const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** Where a fragment lies: `placed()` in shares of the picture's sides, `within()` in those of the layer's area. */
const PLACE = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
uniform float canvasHeight; // device pixels
uniform vec2 origin;        // of the picture's upper left corner, device pixels from that of the canvas
uniform vec2 extent;        // of the whole picture, device pixels
uniform vec4 area;          // of the layer, shares of the picture
uniform float opacity;
out vec4 color;

vec2 placed(vec2 shift) {
  return (vec2(gl_FragCoord.x, canvasHeight - gl_FragCoord.y) + shift - origin) / extent;
}
vec2 within(vec2 shift) {
  return (placed(shift) - area.xy) / (area.zw - area.xy);
}
bool outside(vec2 at) {
  return any(lessThan(at, vec2(0.0))) || any(greaterThanEqual(at, vec2(1.0)));
}
`;

export const PHOTO = `${PLACE}
uniform sampler2D values;
void main() {
  vec2 at = within(vec2(0.0));
  if (outside(at)) discard;
  color = vec4(texture(values, at).rgb, 1.0) * opacity;
}`;

export const SCALAR = `${PLACE}
uniform sampler2D values;
uniform sampler2D colors; // 256 x 1
void main() {
  vec2 at = within(vec2(0.0));
  if (outside(at)) discard;
  ivec2 size = textureSize(values, 0);
  float value = texelFetch(values, min(ivec2(at * vec2(size)), size - 1), 0).r;
  color = vec4(texelFetch(colors, ivec2(int(value * 255.0 + 0.5), 0), 0).rgb, 1.0) * opacity;
}`;

/**
 * Label maps. Of a lit class everything else steps back; borders have the full colour of their class; what differs from
 * the map before is framed, white inside and black outside.
 */
export const LABELS = `${PLACE}
uniform usampler2D values;
uniform usampler2D before;
uniform sampler2D colors;  // 256 x 1; alpha 0 hides a class
uniform int lit;           // class, or -1
uniform bool borders;
uniform bool compared;     // with 'before'
uniform bool differenceOnly;
uniform float line;        // width of borders, device pixels

const float LIT = 0.85;
const float STEPPED_BACK = 0.18;

uint classAt(usampler2D map, vec2 at) {
  ivec2 size = textureSize(map, 0);
  return texelFetch(map, clamp(ivec2(floor(at * vec2(size))), ivec2(0), size - 1), 0).r;
}
bool changed(vec2 at) {
  return !outside(at) && classAt(values, at) != classAt(before, at);
}
vec4 colorAt(vec2 at) {
  if (differenceOnly && !changed(at)) return vec4(0.0);
  uint id = classAt(values, at);
  vec4 own = texelFetch(colors, ivec2(int(id), 0), 0);
  float strength = opacity;
  if (lit >= 0) strength = int(id) == lit ? max(opacity, LIT) : opacity * STEPPED_BACK;
  return vec4(own.rgb, 1.0) * own.a * strength;
}
void main() {
  vec2 at = within(vec2(0.0));
  if (outside(at)) discard;
  vec2 texels = vec2(textureSize(values, 0)) / (extent * (area.zw - area.xy));
  if (max(texels.x, texels.y) > 1.3) {
    color = vec4(0.0);
    for (int k = 0; k < 4; k++) color += 0.25 * colorAt(within(vec2(k & 1, k >> 1) * 0.5 - 0.25));
  } else color = colorAt(at);
  vec2 steps[4] = vec2[4](vec2(line, 0.0), vec2(-line, 0.0), vec2(0.0, line), vec2(0.0, -line));
  if (borders) {
    uint id = classAt(values, at);
    vec4 own = texelFetch(colors, ivec2(int(id), 0), 0);
    for (int k = 0; k < 4; k++) {
      vec2 beside = within(steps[k]);
      if (!outside(beside) && classAt(values, beside) != id) color = vec4(own.rgb, 1.0) * own.a;
    }
  }
  if (compared && !differenceOnly) {
    bool inside = changed(at);
    for (int k = 0; k < 4; k++)
      if (changed(within(steps[k])) != inside) color = vec4(vec3(inside ? 1.0 : 0.0), 1.0);
  }
}`;
