// Error function as a quotient of polynomials, within a few units in the last place of float32; no exponential.
fn erf(value: V) -> V {
  let x = clamp(value, V(-4.0), V(4.0));
  let s = x * x;
  var p = V(-2.72614225801306e-10);
  p = p * s + V(2.77068142495902e-08);
  p = p * s + V(-2.10102402082508e-06);
  p = p * s + V(-5.69250639462346e-05);
  p = p * s + V(-7.34990630326855e-04);
  p = p * s + V(-2.95459980854025e-03);
  p = p * s + V(-1.60960333262415e-02);
  var q = V(-1.45660718464996e-05);
  q = q * s + V(-2.13374055278905e-04);
  q = q * s + V(-1.68282697438203e-03);
  q = q * s + V(-7.37332916720468e-03);
  q = q * s + V(-1.42647390514189e-02);
  return x * p / q;
}
