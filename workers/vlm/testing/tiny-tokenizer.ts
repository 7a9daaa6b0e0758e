/** A CLIP tokenizer that gives every listed word one token: byte-level BPE with left-to-right merges. */

const ENDS = ['<|startoftext|>', '<|endoftext|>'] as const;
const WORD_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

export interface TinyTokenizer {
  /** Contents of tokenizer.json and tokenizer_config.json. */
  tokenizer: unknown;
  config: unknown;
  vocabulary: Map<string, number>;
}

/** @param pad token of padding; CLIP pads with its end token, OWL-ViT with "!", which is token 0. */
export function tinyTokenizer(words: readonly string[], pad: string, length: number): TinyTokenizer {
  const vocabulary = new Map<string, number>();
  const add = (token: string): void => {
    if (!vocabulary.has(token)) vocabulary.set(token, vocabulary.size);
  };
  const letters = [...'!abcdefghijklmnopqrstuvwxyz'];
  for (const letter of letters) add(letter);
  for (const letter of letters) add(`${letter}</w>`);
  const merges: string[] = [];
  for (const word of words) {
    let [left = '', ...rest] = [...word.slice(0, -1), `${word.at(-1)}</w>`];
    for (let right = rest.shift(); right !== undefined; right = rest.shift()) {
      if (!merges.includes(`${left} ${right}`)) merges.push(`${left} ${right}`);
      left += right;
      add(left);
    }
  }
  for (const end of ENDS) add(end);
  const id = (token: string): number => vocabulary.get(token)!;
  const [start, stop] = ENDS;
  const special = (content: string) => ({
    id: id(content),
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: true,
    special: true,
  });
  return {
    vocabulary,
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: ENDS.map(special),
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Lowercase' }] },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: WORD_PATTERN }, behavior: 'Removed', invert: true },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
        ],
      },
      post_processor: {
        type: 'RobertaProcessing',
        sep: [stop, id(stop)],
        cls: [start, id(start)],
        trim_offsets: false,
        add_prefix_space: false,
      },
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: stop,
        continuing_subword_prefix: '',
        end_of_word_suffix: '</w>',
        fuse_unk: false,
        byte_fallback: false,
        vocab: Object.fromEntries(vocabulary),
        merges,
      },
    },
    config: {
      tokenizer_class: 'CLIPTokenizer',
      model_max_length: length,
      bos_token: start,
      eos_token: stop,
      unk_token: stop,
      pad_token: pad,
    },
  };
}
