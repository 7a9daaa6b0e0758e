/**
 * OWL-ViT and OWLv2: one box per image token, and a logit for every prompt.
 *
 * A prompt's logit does not depend on the other prompts, so a crop is looked at once with all prompts that may ever be
 * asked, and decoded later for those that are. One crop at a time: exported networks have a fixed batch of one.
 */
import type { Tensor } from '@huggingface/transformers';
import { z } from 'zod';
import type { CropSize, RawDetections } from './decode';
import type { Device, FileProgress, Network } from './network';
import {
  floats,
  openConfig,
  openNetwork,
  openPreprocessorConfig,
  openTokenizer,
  pictureTensor,
  type Tokens,
} from './network';
import type { Pixels } from './pillow';
import { type Preprocessing, preprocess, readPreprocessing } from './preprocess';

/** Text as the image network takes it: finished embeddings, or tokens for the joint network. */
type TextInputs = Record<string, Tensor>;

export class Owl {
  private prompts: string[] = [];
  private textInputs: TextInputs | null = null;

  private constructor(
    private readonly text: Network | null,
    private readonly image: Network,
    private readonly tokenize: (prompts: string[]) => Tokens,
    private readonly preprocessing: Preprocessing,
  ) {}

  /** @throws a sentence when the model cannot be loaded. */
  static async load(id: string, split: boolean, device: Device, onProgress: FileProgress): Promise<Owl> {
    const { model_type } = z.object({ model_type: z.enum(['owlvit', 'owlv2']) }).parse(await openConfig(id));
    const geometry = model_type === 'owlv2' ? 'pad' : 'stretch';
    const preprocessing = readPreprocessing(await openPreprocessorConfig(id), geometry);
    const tokenize = await openTokenizer(id, 'full');
    const text = split ? await openNetwork(id, 'text_model', device, onProgress) : null;
    const image = await openNetwork(id, split ? 'image_model' : 'model', device, onProgress);
    return new Owl(text, image, tokenize, preprocessing);
  }

  /** Prompts that `detect` asks from now on; their text is embedded once, where the networks allow it. */
  async ask(prompts: readonly string[]): Promise<void> {
    const distinct = [...new Set(prompts)];
    if (distinct.length === 0) throw new Error('The detector needs at least one prompt.');
    if (this.textInputs && distinct.join('\n') === this.prompts.join('\n')) return;
    const tokens = this.tokenize(distinct);
    this.textInputs = this.text ? { text_embeds: (await this.text.run({ ...tokens })).text_embeds! } : { ...tokens };
    this.prompts = distinct;
  }

  /** Everything the network says about one crop. @throws where its outputs do not have the agreed shapes. */
  async detect(crop: Pixels): Promise<RawDetections> {
    if (!this.textInputs) throw new Error('The detector was not asked for any prompt yet.');
    const outputs = await this.image.run({ ...this.textInputs, pixel_values: this.pictureOf(crop) });
    const logits = floats(outputs, 'logits');
    const boxes = floats(outputs, 'pred_boxes');
    const [, tokens = 0, columns = 0] = logits.dims;
    if (columns !== this.prompts.length || boxes.dims[1] !== tokens || boxes.dims[2] !== 4)
      throw new Error(
        `The detector gave logits [${logits.dims.join(', ')}] and boxes [${boxes.dims.join(', ')}] for ${this.prompts.length} prompts; expected [1, boxes, prompts] and [1, boxes, 4].`,
      );
    return { logits: logits.data, boxes: boxes.data, tokens, prompts: this.prompts };
  }

  /** Pixels of a crop that the unit square of its boxes spans. */
  spanOf({ width, height }: CropSize): CropSize {
    if (this.preprocessing.geometry !== 'pad') return { width, height };
    const side = Math.max(width, height);
    return { width: side, height: side };
  }

  /** Text embeddings as the network gives them, [prompts, width]; for the self-test. */
  async embedText(prompts: string[]): Promise<{ width: number; data: Float32Array }> {
    const tokens = this.tokenize(prompts);
    const { width, height } = this.preprocessing;
    const outputs = this.text
      ? await this.text.run({ ...tokens })
      : await this.image.run({
          ...tokens,
          pixel_values: pictureTensor(new Float32Array(3 * height * width), height, width),
        });
    const { data } = floats(outputs, 'text_embeds');
    return { width: data.length / prompts.length, data };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.text?.dispose(), this.image.dispose()]);
  }

  private pictureOf(crop: Pixels): Tensor {
    return pictureTensor(preprocess([crop], this.preprocessing), this.preprocessing.height, this.preprocessing.width);
  }
}
