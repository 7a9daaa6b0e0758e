// Pictures are decoded and resized by the lab itself; transformers.js never gets to call sharp.
module.exports = () => {
  throw new Error('sharp is not part of CSI Lab: pass pixel tensors, not pictures');
};
