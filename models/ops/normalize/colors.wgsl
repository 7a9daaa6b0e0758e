// ImageNet's channel means and deviations, in 0..255.
const MEAN = vec3f(123.675, 116.28, 103.53);
const DEVIATION = vec3f(58.395, 57.12, 57.375);
