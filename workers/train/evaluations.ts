/** The evaluations of a run: scores of its student and its teacher, pinned pictures, and the best student so far. */
import type { Progress, RunEvent, Scores } from '../protocol';
import type { State } from './checkpoint';
import { evaluate } from './evaluate';
import { networkTensors } from './export/trained-network';
import type { HandDecisions } from './hand-decisions';
import { LostClasses } from './lost-classes';
import type { PinnedRound } from './pinned-round';
import type { MetricsLine } from './run-folder';
import type { RunLog } from './run-log';
import type { SessionParts } from './session-parts';

/** What an evaluation has to know of the run at that moment. */
export interface Moment {
  /** Iterations that are done. */
  iteration: number;
  /** Pictures of the last batch. */
  learned: readonly string[];
  /** Asked between pictures; true ends the evaluation without a result. */
  cancelled(): boolean;
}

export class Evaluations {
  /** Of the last evaluation; null before the first. */
  scores: Scores | null = null;
  /** After how many iterations this run was last evaluated since it began or was resumed. */
  private evaluated = -1;
  private readonly lostClasses = new LostClasses();

  constructor(
    private readonly parts: SessionParts,
    private readonly log: RunLog,
    private readonly byHand: HandDecisions,
    private readonly emit: (event: RunEvent) => void,
  ) {}

  /** Takes in what the run had logged when it was resumed. */
  restore(lines: MetricsLine[]): void {
    for (const line of lines) {
      if (line.type !== 'scores') continue;
      this.scores = line.scores as Scores;
      this.lostClasses.add(this.scores); // its warning was given when it was due
    }
  }

  /**
   * Evaluates the student, and the teacher where that is asked for, and predicts the pinned pictures.
   * @returns the seconds that it took; null where nothing was scored
   * @throws DataGone where the folder of a data set is not there any more
   */
  async at(moment: Moment): Promise<number | null> {
    const { iteration, cancelled } = moment;
    const { run, config, trainer, evaluation, folder, encodePrediction } = this.parts;
    const pinned = await folder.pinnedRound(config, iteration);
    if (!evaluation) {
      await this.endPinned(pinned, moment);
      return null;
    }
    const started = performance.now();
    const last = iteration === config.schedule.iterations;
    const names = config.taxonomy.classes.map((c) => c.name);
    const options = {
      onProgress: (progress: Progress) => this.emit({ type: 'progress', run, progress }),
      cancelled: () => cancelled() && !last,
    };
    const student = await evaluate(trainer, evaluation, config.taxonomy, {
      ...options,
      onProblem: (file, message) => this.log.problem(iteration, file, message),
      onPrediction: async (sample, prediction) => {
        if (last && encodePrediction)
          await folder.savePrediction(sample.file, await encodePrediction(sample, prediction));
        await pinned.take(sample, prediction);
      },
    });
    if (!student) return null;
    await this.endPinned(pinned, moment);
    let teacher: Scores | undefined;
    if (config.schedule.evaluateTeacher && config.method.kind === 'dacs') {
      const found = await evaluate(trainer, evaluation, config.taxonomy, {
        ...options,
        which: 'teacher',
        what: "Evaluation of the teacher's network",
      });
      if (!found) return null;
      teacher = found.matrix.scores(names);
    }
    this.scores = student.matrix.scores(names);
    this.evaluated = iteration;
    const { pictures } = student;
    const line = { type: 'scores' as const, iteration, ...this.byHand.mark(iteration), scores: this.scores };
    this.log.add({ ...line, ...(teacher && { teacher }), pictures });
    this.emit({ ...line, run, teacher, pictures });
    const warning = this.lostClasses.add(this.scores);
    if (warning) this.log.problem(iteration, 'evaluation', warning);
    return (performance.now() - started) / 1000;
  }

  /** Keeps the student of a checkpoint where it was just evaluated, and never better. */
  async keepBest(iteration: number, state: State): Promise<void> {
    const { folder } = this.parts;
    const miou = this.evaluated === iteration ? (this.scores?.miou ?? null) : null;
    if (miou === null) return;
    const before = await folder.bestScore();
    if (before !== null && before >= miou) return;
    await folder.saveBest({ iteration, miou, weights: networkTensors(state, 'student') });
  }

  private async endPinned(pinned: PinnedRound, { iteration, learned }: Moment): Promise<void> {
    const { run, trainer, targetPictures = null } = this.parts;
    const problem = (file: string, message: string) => this.log.problem(iteration, file, message);
    const moment = await pinned.end(trainer, targetPictures, learned, problem);
    if (moment) this.emit({ type: 'pinned', run, moment });
  }
}
