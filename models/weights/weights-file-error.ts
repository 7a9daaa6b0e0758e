/** A file of weights that cannot be read; the message names the file, what is wrong and what to do. */
export class WeightsFileError extends Error {
  override name = 'WeightsFileError';
}

/** A pickle that wants more than data: something would have to be called to read it. */
export class RefusedCallError extends WeightsFileError {
  override name = 'RefusedCallError';

  /** @param wanted the dotted name of what the file wants to call, such as `posix.system` */
  constructor(
    file: string,
    readonly wanted: string,
    advice = 'if it is a checkpoint of your own, save its state_dict alone',
  ) {
    super(`${file} is refused: to read it, ${wanted} would have to be called, and only tensors are read; ${advice}.`);
  }
}
