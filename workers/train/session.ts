/**
 * A run from its first iteration, or from its last checkpoint, to its end.
 *
 * Knows no host: it is given what learns, what reads, what looks and where to write, and tells everything that happens
 * as events. Batches, random numbers and phases are functions of the iteration, so a resumed run continues exactly.
 */
import { isLook } from '../class-look';
import type { Batch, BatchSource, EvaluationSample, EvaluationSource, TargetPictures } from '../data/batch';
import { isDataGone } from '../data/data-gone';
import { type Phase, phaseAt } from '../experiment/config';
import type { ExperimentConfig } from '../experiment/schema';
import type { LoggedChange, MapChange } from '../map-change';
import { columnsOf, type LabelPair } from '../patch-columns';
import type { ConsideredPatch, FrameLayers, FrameName, Progress, RunEvent, RunStatus, Scores } from '../protocol';
import { mapInterval } from '../run-timeline';
import type { Proposer } from '../vlm/proposal';
import { type RelabelOutcome, relabelBatch, relabelSettings } from '../vlm/relabel';
import { RelabelMap } from '../vlm/relabel-map';
import type { State } from './checkpoint';
import { evaluate, type Predictor } from './evaluate';
import { networkTensors } from './export/trained-network';
import { HandDecisions } from './hand-decisions';
import { labelPairs } from './label-pairs';
import { LivePictures } from './live-pictures';
import { LookAhead } from './look-ahead';
import { LostClasses } from './lost-classes';
import { Pace } from './pace';
import { consideredPatch } from './patch-log';
import type { PinnedRound } from './pinned-round';
import type { MetricsLine, RunFolder } from './run-folder';
import { mapEntries } from './segments';
import { Steering } from './steering';

/** The network pair that learns, as the session sees it. */
export interface Learner extends Predictor {
  step(
    batch: Batch,
    relabel: ((labels: Uint8Array[]) => Promise<Uint8Array[]>) | null,
  ): Promise<{ losses: Record<string, number>; confidentShare: number }>;
  frames(wanted?: ReadonlySet<FrameName>): Promise<FrameLayers>;
  exportState(): Promise<State>;
  importState(state: State): void | Promise<void>;
}

export interface SessionParts {
  run: string;
  config: ExperimentConfig;
  trainer: Learner;
  batches: BatchSource;
  /** Needed where the configuration relabels. */
  proposer: Proposer | null;
  evaluation: EvaluationSource | null;
  /** Pinned pictures without labels are read from here; absent: only labelled ones can be pinned. */
  targetPictures?: TargetPictures;
  folder: RunFolder;
  /** False where nobody looks: no pictures are read back from the GPU. */
  pictures: boolean;
  /** Label PNGs of the last evaluation are written where this is given. */
  encodePrediction?: (sample: EvaluationSample, prediction: Uint8Array) => Promise<Uint8Array>;
}

export interface RunResult {
  status: RunStatus;
  iteration: number;
  scores: Scores | null;
  losses: Record<string, number>;
  secondsPerIteration: number;
  message?: string;
  /** Decisions by hand that held; absent: the run had no human supervision. */
  decisions?: number;
}

/** Iterations whose crops and proposals are prepared ahead. */
const LOOK_AHEAD = 3;
/** Log lines are written together, so that storage is not touched in every iteration. */
const LOG_EVERY = 20;

export class Session {
  private wanted: 'run' | 'pause' | 'stop' = 'run';
  private wake: (() => void) | null = null;
  private readonly pace = new Pace();
  private readonly ahead: LookAhead;
  private readonly steering: Steering;
  private map: RelabelMap;
  private readonly lines: MetricsLine[] = [];
  private readonly patches: ConsideredPatch[] = [];
  private readonly pairs: LabelPair[] = [];
  private readonly lostClasses = new LostClasses();
  private readonly byHand: HandDecisions;
  /** Null where nobody looks: no pictures are read back from the GPU. */
  private readonly live: LivePictures | null;
  /** The last batch that was learned from. */
  private done: Batch | null = null;
  private checkpointed = -1;
  /** Iterations that were done at the last evaluation, and its mean IoU. */
  private evaluated: { iteration: number; miou: number | null } | null = null;
  private scores: Scores | null = null;
  private losses: Record<string, number> = {};

  constructor(
    private readonly parts: SessionParts,
    private readonly emit: (event: RunEvent) => void,
  ) {
    const { run, config, proposer, batches, trainer } = parts;
    if (config.relabeling.relabel && !proposer)
      throw new Error('Relabeling needs vision-language models: choose the built-in ones or a folder.');
    this.map = RelabelMap.fromConfig(config.relabeling, config.taxonomy);
    this.ahead = new LookAhead(batches, proposer, LOOK_AHEAD, config.schedule.iterations);
    this.byHand = new HandDecisions(config.taxonomy);
    this.steering = new Steering(parts.folder, config.taxonomy, config.schedule.iterations);
    this.live = parts.pictures ? new LivePictures(run, (wanted) => trainer.frames(wanted), emit) : null;
  }

  /** Stops after the current iteration and waits, with a checkpoint written. */
  pause(): void {
    if (this.wanted === 'run') this.wanted = 'pause';
  }

  resume(): void {
    if (this.wanted === 'pause') this.want('run');
  }

  /** Ends the run after the current iteration, with a checkpoint written. */
  stop(): void {
    this.want('stop');
  }

  /** Which pictures somebody looks at: only they are read back. Until it is said, all. */
  look(names: readonly FrameName[]): void {
    this.live?.look(names);
    // A run that waits has no next iteration; where its GPU fails, the resumed run says so.
    if (this.wake && this.done) this.live?.show(this.done.iteration, this.done).catch(() => undefined);
  }

  /** True where it is the run of that name. */
  isOf(run: string): boolean {
    return run === this.parts.run;
  }

  /**
   * Changes the relabeling map from the next iteration on, or how a class is shown; resolves when the change is in the
   * run's folder.
   * @throws a sentence where the run does not relabel, or where the change does not fit its map.
   */
  async change(change: MapChange, by?: LoggedChange['by']): Promise<LoggedChange> {
    if (isLook(change)) return this.steering.takeLook(change, by);
    if (!this.parts.config.relabeling.relabel) throw new Error('This run does not relabel: it has no map to change.');
    return this.steering.take(change, by, this.map);
  }

  /** Takes decisions about patches of the run of that name; null where it is another. */
  decisionsOf(run: string): HandDecisions | null {
    return run === this.parts.run ? this.byHand : null;
  }

  /** Labels of a crop that are not in the run's folder yet; null where there are none. */
  recentLabels(run: string, iteration: number, sample: number): LabelPair | null {
    if (run !== this.parts.run) return null;
    return this.pairs.findLast((pair) => pair.iteration === iteration && pair.sample === sample) ?? null;
  }

  private want(wanted: 'run' | 'stop'): void {
    this.wanted = wanted;
    this.wake?.();
    this.wake = null;
  }

  /** Runs to the end, to `stop`, or to a failure; never throws, the result and the last event say what happened. */
  async run(): Promise<RunResult> {
    let iteration = 0;
    try {
      this.status('preparing');
      iteration = await this.restore();
      await this.steering.restore(iteration);
      this.byHand.restore(await this.parts.folder.decisions(), iteration);
      this.status('running');
      const { iterations, evaluateEvery } = this.parts.config.schedule;
      while (iteration < iterations) {
        if (!(await this.mayGoOn(iteration))) return this.end('stopped', iteration);
        const [now, next] = [iteration, iteration + 1];
        if (!(await this.withData(now, () => this.iterate(now)))) return this.end('stopped', now);
        iteration = next;
        if (iteration % evaluateEvery !== 0 && iteration !== iterations) continue;
        if (!(await this.withData(next, () => this.evaluate(next)))) return this.end('stopped', next);
        await this.checkpoint(iteration);
      }
      return this.end('finished', iteration);
    } catch (error) {
      // Nothing of a failed iteration is written: the last checkpoint stays the one to go on from.
      const message = error instanceof Error ? error.message : String(error);
      await this.flush().catch(() => undefined);
      return this.end('failed', iteration, message);
    }
  }

  private async restore(): Promise<number> {
    const { folder, trainer, config } = this.parts;
    const checkpoint = await folder.restore((message) => this.problem(0, 'checkpoints', message));
    if (!checkpoint) return 0;
    await trainer.importState(checkpoint.state);
    this.map = RelabelMap.fromState(checkpoint.relabeling, config.relabeling, config.taxonomy);
    this.checkpointed = checkpoint.iteration;
    for (const line of await folder.metrics()) {
      if (line.type !== 'scores') continue;
      this.scores = line.scores as Scores;
      this.lostClasses.add(this.scores); // its warning was given when it was due
    }
    this.emitMap(checkpoint.iteration);
    return checkpoint.iteration;
  }

  /**
   * Does work that reads the data sets. Where their folder is gone, the run pauses and says so, and tries again when it
   * is resumed; nothing was learned from what could not be read. False ends the run.
   */
  private async withData(iteration: number, work: () => Promise<void>): Promise<boolean> {
    for (;;) {
      try {
        await work();
        return true;
      } catch (error) {
        if (!isDataGone(error)) throw error;
        this.pause();
        if (!(await this.mayGoOn(iteration, error.message))) return false;
      }
    }
  }

  /** Obeys pause and stop between two iterations; false ends the run. */
  private async mayGoOn(iteration: number, reason?: string): Promise<boolean> {
    if (this.wants('run')) return true;
    await this.checkpoint(iteration);
    if (this.wants('pause')) {
      this.status('paused', reason);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      if (this.wants('run')) this.status('running');
    }
    return this.wants('run');
  }

  /** Asked anew after every await: the answer may have changed meanwhile. */
  private wants(what: typeof this.wanted): boolean {
    return this.wanted === what;
  }

  private async iterate(t: number): Promise<void> {
    const started = performance.now();
    const { run, config, trainer } = this.parts;
    const batch = await this.ahead.batch(t);
    const steered = this.steering.begin(t, this.map, (sentence) => this.problem(t, 'relabeling map', sentence));
    const elements = this.map.elements.length;
    const phase = this.map.advance(t);
    const search = this.map.search(phase);
    const byHand = this.byHand.begin(t, batch.target);
    this.askAhead(t);
    let outcome: RelabelOutcome | null = null;
    let before: Uint8Array[] = [];
    const relabel = async (labels: Uint8Array[]): Promise<Uint8Array[]> => {
      const { width, height } = batch.target[0]!;
      const proposals = await this.ahead.proposals(t, search);
      const files = batch.target.map((crop) => crop.file);
      const settings = relabelSettings(config.relabeling);
      before = labels;
      const input = { iteration: t, labels, width, height, files, proposals, byHand };
      outcome = relabelBatch(input, this.map, phase, settings);
      return outcome.labels;
    };
    const report = await trainer.step(batch, search.entries.length || (byHand && phase.relabeling) ? relabel : null);
    this.losses = report.losses;
    if (outcome) this.account(batch, before, outcome);
    if (outcome || steered || elements !== this.map.elements.length) this.emitMap(t);
    if ((t + 1) % mapInterval(config.schedule.iterations) === 0) this.logMap(t + 1);
    this.pace.add((performance.now() - started) / 1000);
    const { drawnClasses } = batch;
    const drawn = drawnClasses.length ? { drawnClasses } : {};
    const { confidentShare } = report;
    this.lines.push({ type: 'iteration', iteration: t, ...report.losses, confidentShare, ...drawn });
    const { iterations, evaluateEvery } = config.schedule;
    const evaluations = this.parts.evaluation ? Math.ceil(iterations / evaluateEvery - (t + 1) / evaluateEvery) : 0;
    this.emit({
      type: 'iteration',
      run,
      iteration: t,
      iterations,
      secondsPerIteration: this.pace.secondsPerIteration,
      secondsLeft: this.pace.secondsLeft(iterations - t - 1, evaluations),
      losses: report.losses,
      phase: nameOf(phase),
      confidentShare,
      drawnClasses,
    });
    this.done = batch;
    await this.live?.show(t, batch);
    if (this.lines.length >= LOG_EVERY) await this.flush();
  }

  /** The vision-language side begins with iterations that will need it, with the classes as the map knows them now. */
  private askAhead(t: number): void {
    for (let next = t; next <= t + LOOK_AHEAD; next++) {
      const phase = phaseAt(this.parts.config, next);
      this.ahead.ask(next, this.map.search({ collecting: phase === 'collect', relabeling: phase === 'relabel' }));
    }
  }

  /** Counts what the iteration relabeled, now that it is certain to count. */
  private account(batch: Batch, before: Uint8Array[], outcome: RelabelOutcome): void {
    this.map.record(outcome.update);
    const patches = outcome.records.map((record) => consideredPatch(record, batch.target));
    this.patches.push(...patches);
    this.pairs.push(...labelPairs(batch.iteration, batch.target[0]!, before, outcome));
    if (patches.length && this.parts.pictures)
      this.emit({ type: 'patches', run: this.parts.run, patches: columnsOf(patches) });
  }

  private async evaluate(iteration: number): Promise<void> {
    const { run, config, trainer, evaluation, folder, encodePrediction } = this.parts;
    const pinned = await folder.pinnedRound(config, iteration);
    if (!evaluation) return this.endPinned(pinned, iteration);
    const started = performance.now();
    const last = iteration === config.schedule.iterations;
    const names = config.taxonomy.classes.map((c) => c.name);
    const options = {
      onProgress: (progress: Progress) => this.emit({ type: 'progress', run, progress }),
      cancelled: () => this.wants('stop') && !last,
    };
    const student = await evaluate(trainer, evaluation, config.taxonomy, {
      ...options,
      onProblem: (file, message) => this.problem(iteration, file, message),
      onPrediction: async (sample, prediction) => {
        if (last && encodePrediction)
          await folder.savePrediction(sample.file, await encodePrediction(sample, prediction));
        await pinned.take(sample, prediction);
      },
    });
    if (!student) return;
    await this.endPinned(pinned, iteration);
    let teacher: Scores | undefined;
    if (config.schedule.evaluateTeacher && config.method.kind === 'dacs') {
      const found = await evaluate(trainer, evaluation, config.taxonomy, {
        ...options,
        which: 'teacher',
        what: "Evaluation of the teacher's network",
      });
      if (!found) return;
      teacher = found.matrix.scores(names);
    }
    this.pace.addEvaluation((performance.now() - started) / 1000);
    this.scores = student.matrix.scores(names);
    this.evaluated = { iteration, miou: this.scores.miou };
    const { pictures } = student;
    const supervised = this.byHand.mark(iteration);
    const line = { type: 'scores' as const, iteration, ...supervised, scores: this.scores };
    this.lines.push({ ...line, ...(teacher && { teacher }), pictures });
    this.emit({ ...line, run, teacher, pictures });
    const warning = this.lostClasses.add(this.scores);
    if (warning) this.problem(iteration, 'evaluation', warning);
  }

  private async endPinned(pinned: PinnedRound, iteration: number): Promise<void> {
    const { run, trainer, targetPictures = null } = this.parts;
    const learned = this.done?.target.map(({ file }) => file) ?? [];
    const problem = (file: string, message: string) => this.problem(iteration, file, message);
    const moment = await pinned.end(trainer, targetPictures, learned, problem);
    if (moment) this.emit({ type: 'pinned', run, moment });
  }

  private async checkpoint(iteration: number): Promise<void> {
    await this.flush();
    if (this.checkpointed === iteration) return;
    const { folder, trainer } = this.parts;
    const state = await trainer.exportState();
    await folder.saveCheckpoint({ iteration, state, relabeling: this.map.exportState() });
    await folder.saveMap(iteration, mapEntries(this.map));
    this.checkpointed = iteration;
    this.emit({ type: 'checkpoint', run: this.parts.run, iteration });
    await this.keepBest(iteration, state);
  }

  /** Keeps the student where this checkpoint was just evaluated, and never better. */
  private async keepBest(iteration: number, state: State): Promise<void> {
    const { folder } = this.parts;
    if (this.evaluated?.iteration !== iteration || this.evaluated.miou === null) return;
    const { miou } = this.evaluated;
    const before = await folder.bestScore();
    if (before !== null && before >= miou) return;
    await folder.saveBest({ iteration, miou, weights: networkTensors(state, 'student') });
  }

  private async flush(): Promise<void> {
    await this.byHand.flush();
    await this.steering.settled();
    if (this.lines.length) await this.parts.folder.log(...this.lines.splice(0));
    if (this.patches.length) await this.parts.folder.savePatches(this.patches.splice(0));
    if (this.pairs.length) await this.parts.folder.saveLabelPairs(this.pairs.splice(0));
  }

  private emitMap(iteration: number): void {
    this.emit({ type: 'map', run: this.parts.run, iteration, entries: mapEntries(this.map) });
  }

  /** The map's growth, for those who look back. */
  private logMap(iteration: number): void {
    const entries = mapEntries(this.map);
    if (entries.length > 0) this.lines.push({ type: 'map', iteration, entries });
  }

  private problem(iteration: number, file: string, message: string): void {
    this.lines.push({ type: 'problem', iteration, file, message });
    this.emit({ type: 'problem', run: this.parts.run, file, message });
  }

  private status(status: RunStatus, message?: string): void {
    this.emit({ type: 'status', run: this.parts.run, status, message });
  }

  private end(status: RunStatus, iteration: number, message?: string): RunResult {
    this.status(status, message);
    const { secondsPerIteration } = this.pace;
    const supervised = this.byHand.mark(iteration);
    return { status, iteration, scores: this.scores, losses: this.losses, secondsPerIteration, message, ...supervised };
  }
}

function nameOf({ collecting, relabeling }: { collecting: boolean; relabeling: boolean }): Phase {
  if (relabeling) return 'relabel';
  return collecting ? 'collect' : 'off';
}
