/**
 * A run from its first iteration, or from its last checkpoint, to its end.
 *
 * Knows no host: it is given what learns, what reads, what looks and where to write, and tells everything that happens
 * as events. Batches, random numbers and phases are functions of the iteration, so a resumed run continues exactly.
 */
import { isLook } from '../class-look';
import type { Batch } from '../data/batch';
import { isDataGone } from '../data/data-gone';
import { type Phase, phaseAt } from '../experiment/config';
import type { LoggedChange, MapChange } from '../map-change';
import { columnsOf, type LabelPair } from '../patch-columns';
import type { FrameName, RunEvent, RunStatus, Scores } from '../protocol';
import { mapInterval } from '../run-timeline';
import { type RelabelOutcome, relabelBatch, relabelSettings } from '../vlm/relabel';
import { RelabelMap } from '../vlm/relabel-map';
import { Evaluations } from './evaluations';
import { HandDecisions } from './hand-decisions';
import { labelPairs } from './label-pairs';
import { LivePictures } from './live-pictures';
import { LookAhead } from './look-ahead';
import { Pace } from './pace';
import { consideredPatch } from './patch-log';
import { RunLog } from './run-log';
import { mapEntries } from './segments';
import type { SessionParts } from './session-parts';
import { Steering } from './steering';

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

export class Session {
  private wanted: 'run' | 'pause' | 'stop' = 'run';
  private wake: (() => void) | null = null;
  private readonly pace = new Pace();
  private readonly ahead: LookAhead;
  private readonly steering: Steering;
  private map: RelabelMap;
  private readonly log: RunLog;
  private readonly byHand: HandDecisions;
  private readonly evaluations: Evaluations;
  /** Null where nobody looks: no pictures are read back from the GPU. */
  private readonly live: LivePictures | null;
  /** The last batch that was learned from. */
  private done: Batch | null = null;
  private checkpointed = -1;
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
    this.log = new RunLog(run, parts.folder, emit);
    this.byHand = new HandDecisions(config.taxonomy);
    this.evaluations = new Evaluations(parts, this.log, this.byHand, emit);
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
    return this.log.recentLabels(iteration, sample);
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
    const checkpoint = await folder.restore((message) => this.log.problem(0, 'checkpoints', message));
    if (!checkpoint) return 0;
    await trainer.importState(checkpoint.state);
    this.map = RelabelMap.fromState(checkpoint.relabeling, config.relabeling, config.taxonomy);
    this.checkpointed = checkpoint.iteration;
    this.evaluations.restore(await folder.metrics());
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
    const steered = this.steering.begin(t, this.map, (sentence) => this.log.problem(t, 'relabeling map', sentence));
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
    this.log.add({ type: 'iteration', iteration: t, ...report.losses, confidentShare, ...drawn });
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
    if (this.log.due) await this.flush();
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
    this.log.addRelabeling(patches, labelPairs(batch.iteration, batch.target[0]!, before, outcome));
    if (patches.length && this.parts.pictures)
      this.emit({ type: 'patches', run: this.parts.run, patches: columnsOf(patches) });
  }

  private async evaluate(iteration: number): Promise<void> {
    const learned = this.done?.target.map(({ file }) => file) ?? [];
    const seconds = await this.evaluations.at({ iteration, learned, cancelled: () => this.wants('stop') });
    if (seconds !== null) this.pace.addEvaluation(seconds);
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
    await this.evaluations.keepBest(iteration, state);
  }

  private async flush(): Promise<void> {
    await this.byHand.flush();
    await this.steering.settled();
    await this.log.write();
  }

  private emitMap(iteration: number): void {
    this.emit({ type: 'map', run: this.parts.run, iteration, entries: mapEntries(this.map) });
  }

  /** The map's growth, for those who look back. */
  private logMap(iteration: number): void {
    const entries = mapEntries(this.map);
    if (entries.length > 0) this.log.add({ type: 'map', iteration, entries });
  }

  private status(status: RunStatus, message?: string): void {
    this.emit({ type: 'status', run: this.parts.run, status, message });
  }

  private end(status: RunStatus, iteration: number, message?: string): RunResult {
    this.status(status, message);
    const { secondsPerIteration } = this.pace;
    const supervised = this.byHand.mark(iteration);
    return {
      status,
      iteration,
      scores: this.evaluations.scores,
      losses: this.losses,
      secondsPerIteration,
      message,
      ...supervised,
    };
  }
}

function nameOf({ collecting, relabeling }: { collecting: boolean; relabeling: boolean }): Phase {
  if (relabeling) return 'relabel';
  return collecting ? 'collect' : 'off';
}
