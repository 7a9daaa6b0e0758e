const EPS = 1.1920929e-7;

fn store(sums: vec3f) {
  let denominator = select(sums.y + EPS, u.all, u.all > 0.0);
  loss[0] = sums.x / denominator;
  accuracy[0] = (sums.z + EPS) / (sums.y + EPS);
  scale[0] = 1.0 / denominator;
}

fn partial(i: u32) -> vec3f { return vec3f(partials[i], partials[u.threads + i], partials[2u * u.threads + i]); }
