/** The commands of the `lab` tool and their arguments; their code is loaded when they are called. */
import type { CommandSpec, OptionSpec } from './command';
import { DETECT_ON, RELABEL_OPTIONS } from './relabel-options';

const iterations: OptionSpec = { value: 'N', help: 'length of the run; the schedule is scaled to it' };
const seed: OptionSpec = { value: 'S', help: 'seed of everything random (default 0)' };
const vlm: OptionSpec = {
  value: 'MODELS',
  help: 'vision-language models: builtin (default), a folder, or hub ids CLIP,OWL-ViT',
};

export const COMMANDS: Record<string, CommandSpec> = {
  demo: {
    summary: 'The main job on the built-in city, twice: without relabeling and with it.',
    positionals: [],
    options: {
      iterations,
      seed,
      seeds: { value: 'S,S', help: 'several seeds, one after the other, and the mean of their scores' },
      methods: { value: 'M,M', help: 'daformer (default), hrda, mic, or several of them and one table' },
      evaluations: { value: 'N', help: 'how often each run is evaluated (default 6)' },
      size: { value: 'SIZE', help: 'small (default) or full: how many pictures the city has' },
      jobs: {
        value: 'N',
        help: 'runs side by side, of different methods or seeds (default 1; without a GPU a third faster with one per core)',
      },
      out: { value: 'DIR', help: 'keep the runs in this folder' },
      resume: { help: 'go on with what is not finished in --out' },
    },
    gpu: true,
    load: () => import('./commands/demo'),
  },
  run: {
    summary: 'One whole run: adapts a network from a labelled source to an unlabelled target.',
    positionals: [],
    options: {
      preset: { value: 'ID', help: 'a preset, see lab presets' },
      config: { value: 'FILE', help: 'a configuration file instead of a preset' },
      source: { value: 'DIR', help: 'labelled source data, or builtin for the built-in city' },
      target: { value: 'DIR', help: 'target data, or builtin; labels are needed by target-only training alone' },
      val: { value: 'DIR', help: 'labelled data to evaluate on (default: the val split of the target)' },
      'source-map': { value: 'FILE', help: "what the source's label values mean (default: what its layout says)" },
      'target-map': { value: 'FILE', help: 'the same for the labels that are evaluated on' },
      vlm,
      ...RELABEL_OPTIONS,
      'detect-on': DETECT_ON,
      init: {
        value: 'WEIGHTS',
        help: 'pretrained encoder: a file (safetensors, .pth, .pt, .bin), a folder, a hub id such as nvidia/mit-b5, or random',
      },
      iterations,
      seed: { value: 'S', help: "one seed (default: the preset's seeds, or 0)" },
      seeds: { value: 'S,S', help: 'several seeds, one after the other, with the mean and spread of their scores' },
      out: { value: 'DIR', help: "the run's folder (default: runs/NAME)" },
      resume: { help: 'go on from the last checkpoint of --out' },
    },
    gpu: true,
    load: () => import('./commands/run'),
  },
  eval: {
    summary: 'Evaluates a run, a checkpoint file, or predictions made elsewhere, on labelled data.',
    positionals: [],
    options: {
      run: { value: 'DIR', help: "a run's folder" },
      checkpoint: {
        value: 'WEIGHTS',
        help: 'a file of weights (safetensors, .pth, .pt, .bin), a folder, or a hub id, instead of a run',
      },
      'predictions-from': {
        value: 'DIR',
        help: 'label PNGs of train ids that were made anywhere, instead of a network; scored as mmsegmentation does',
      },
      which: {
        value: 'NETWORK',
        help: 'student (default), teacher, or best: the best evaluated student of a run',
      },
      data: { value: 'DIR', help: 'labelled data' },
      map: { value: 'FILE', help: 'what its label values mean (default: what its layout says)' },
      predictions: { value: 'DIR', help: 'write one label PNG per picture' },
    },
    gpu: true,
    load: () => import('./commands/eval'),
  },
  predict: {
    summary: 'Predicts pictures with a checkpoint: one label PNG each.',
    positionals: [],
    options: {
      checkpoint: {
        value: 'WEIGHTS',
        help: 'a file of weights (safetensors, .pth, .pt, .bin), a folder, or a hub id such as nvidia/segformer-b0-finetuned-cityscapes-1024-1024',
      },
      which: { value: 'NETWORK', help: 'student (default) or teacher, where the file is a training checkpoint' },
      images: { value: 'DIR', help: 'pictures: PNG, JPEG or WebP, also in sub-folders' },
      out: { value: 'DIR', help: 'where the label PNGs and classes.json go' },
    },
    gpu: true,
    load: () => import('./commands/predict'),
  },
  export: {
    summary: 'Writes the network of a run for use elsewhere.',
    positionals: [],
    options: {
      run: { value: 'DIR', help: "a run's folder" },
      which: { value: 'NETWORK', help: 'student (default), teacher, or best: the best evaluated student' },
      format: {
        value: 'FORMAT',
        help: "safetensors (default; the reference's names), hf (Hugging Face's names) or onnx (transformers.js)",
      },
      out: { value: 'DIR', help: 'where the files go' },
    },
    gpu: false,
    load: () => import('./commands/export'),
  },
  scan: {
    summary: 'Recognises and checks a dataset folder.',
    positionals: ['DIR'],
    options: {
      as: {
        value: 'LAYOUT',
        help: 'take the folder for this layout instead of recognising it; gta16: GTA in 16 classes',
      },
      map: {
        value: 'FILE',
        help: 'what the values of its labels mean, as JSON: {"version": 1, "idMap": {"7": "road"}}',
      },
      'write-statistics': { help: 'write sample_class_stats.json and samples_with_class.json into the folder' },
    },
    gpu: false,
    load: () => import('./commands/scan'),
  },
  presets: {
    summary: 'All presets as configurations.',
    positionals: [],
    options: {},
    gpu: false,
    load: () => import('./commands/presets'),
  },
  memory: {
    summary: 'How much GPU memory a run will take: of one configuration, or of every preset.',
    positionals: [],
    options: {
      preset: { value: 'ID', help: 'a preset, see lab presets (default: all of them)' },
      config: { value: 'FILE', help: 'a configuration file instead of a preset' },
      gigabytes: { value: 'N', help: 'memory of the graphics card: names the largest preset that fits' },
    },
    gpu: true,
    load: () => import('./commands/memory'),
  },
  relabel: {
    summary: 'Relabels pseudo-labels that were made anywhere.',
    positionals: [],
    options: {
      images: { value: 'DIR', help: 'pictures' },
      labels: { value: 'DIR', help: 'their labels: 8-bit PNGs of train ids with the same names' },
      map: { value: 'FILE', help: 'relabeling map as JSON' },
      out: { value: 'DIR', help: 'where the new labels go' },
      vlm,
      ...RELABEL_OPTIONS,
    },
    gpu: false,
    load: () => import('./commands/relabel'),
  },
  suggest: {
    summary: 'Which source classes a class may hide in, by how similar their names are to CLIP.',
    positionals: [],
    options: {
      source: { value: 'DIR', help: 'labelled source data, whose classes are the candidates' },
      classes: { value: 'NAME,NAME', help: 'the candidates by name, instead of a folder' },
      targets: { value: 'NAME,NAME', help: 'classes to place (default: all that are no candidates)' },
      vlm,
    },
    gpu: false,
    load: () => import('./commands/suggest'),
  },
  parity: {
    summary: 'Compares networks, gradients and methods with reference numbers.',
    positionals: [],
    options: {
      fixtures: { value: 'DIR', help: 'a folder with manifest.json' },
      only: { value: 'NAME', help: 'only this fixture' },
    },
    gpu: true,
    load: () => import('./commands/parity'),
  },
  bench: {
    summary: "Benchmarks: the lab's operations and training step against stock TF.js.",
    positionals: [],
    options: {
      only: { value: 'NAME', help: 'only the cases whose name contains this' },
      browser: { help: 'in an installed browser instead of in Node; without data loading' },
    },
    gpu: true,
    load: () => import('./commands/bench'),
  },
};
