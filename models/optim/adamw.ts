/**
 * AdamW (Loshchilov and Hutter, 2019) with parameter groups, and the mean teacher, each one pass over packed
 * parameters.
 *
 * One iteration runs, in this order: `updateTeacher` (the teacher averages the student as the previous step left it),
 * `zeroGradients`, the backward passes, `step`. Rates are read from a tensor [learning rate, EMA factor, 1 - beta1^t,
 * 1 - beta2^t] with t counted from 1, see `scheduleValues`: a recorded step stays valid while they change.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { constantTensor } from '../engine/backend';
import { f32, run } from '../engine/kernel';
import type { ParamStore } from '../engine/params';
import { walk } from '../ops/wide/wide';
import adamwWgsl from './adamw.wgsl?raw';
import averageWgsl from './average.wgsl?raw';
import { BETA1, BETA2 } from './schedule';
import zeroWgsl from './zero.wgsl?raw';

const EPS = 1e-8;

/** How a parameter is trained: its multiple of the learning rate, and its decoupled weight decay. */
export interface GroupRule {
  lrFactor: number;
  weightDecay: number;
}

export class AdamW {
  private readonly rules: Tensor;
  private readonly blocks: Tensor;

  /** @throws where the student has no gradients, or the teacher another architecture. */
  constructor(
    private readonly student: ParamStore,
    private readonly teacher: ParamStore | null,
    groupOf: (name: string) => GroupRule,
  ) {
    const { gradients, firstMoments, secondMoments } = student;
    if (!gradients || !firstMoments || !secondMoments) throw new Error('AdamW: the student is not a trained network.');
    if (teacher && teacher.size !== student.size) throw new Error('AdamW: student and teacher differ in size.');
    const rules: GroupRule[] = [];
    const table = student.blockTable((name) => {
      const rule = groupOf(name);
      const known = rules.findIndex((r) => r.lrFactor === rule.lrFactor && r.weightDecay === rule.weightDecay);
      return known >= 0 ? known : rules.push(rule) - 1;
    });
    const numbers = rules.flatMap((r) => [r.lrFactor, r.weightDecay]);
    this.rules = constantTensor(Float32Array.from(numbers), [rules.length, 2]);
    this.blocks = constantTensor(Int32Array.from(table));
  }

  /** One optimizer step on the gradients as they are. */
  step(schedule: Tensor): void {
    for (const { firstBlock, size, values, gradients, firstMoments, secondMoments } of this.student.pieces) {
      const { threads, groups } = walk(size / 4);
      run({
        name: 'adamw',
        code: adamwWgsl,
        inputs: { gradients: gradients!, rules: this.rules, blocks: this.blocks, schedule },
        outputs: { values, first_moments: firstMoments!, second_moments: secondMoments! },
        types: {
          gradients: 'vec4f',
          rules: 'vec2f',
          blocks: 'u32',
          values: 'vec4f',
          first_moments: 'vec4f',
          second_moments: 'vec4f',
        },
        uniforms: {
          size: size / 4,
          threads,
          first_block: firstBlock,
          beta1: f32(BETA1),
          beta2: f32(BETA2),
          eps: f32(EPS),
        },
        groups,
      });
    }
  }

  /**
   * teacher = factor * teacher + (1 - factor) * student, parameters only: running statistics are never averaged. It
   * belongs to the start of an iteration, so it sees the student after the previous step; the factor 0 of the first
   * iteration makes it a copy.
   */
  updateTeacher(schedule: Tensor): void {
    if (!this.teacher) throw new Error('AdamW: there is no teacher to update.');
    averageTeacher(this.teacher, this.student, schedule);
  }

  zeroGradients(): void {
    for (const { size, gradients } of this.student.pieces) {
      const { threads, groups } = walk(size / 4);
      run({
        name: 'zero gradients',
        code: zeroWgsl,
        inputs: {},
        outputs: { gradients: gradients! },
        types: { gradients: 'vec4f' },
        uniforms: { size: size / 4, threads },
        groups,
      });
    }
  }

  dispose(): void {
    this.rules.dispose();
    this.blocks.dispose();
  }
}

/** `AdamW.updateTeacher` for any teacher of the same architecture, with the factor of a schedule of its own. */
export function averageTeacher(teacher: ParamStore, student: ParamStore, schedule: Tensor): void {
  if (teacher.size !== student.size) throw new Error('averageTeacher: student and teacher differ in size.');
  for (const [i, piece] of teacher.pieces.entries()) {
    const { threads, groups } = walk(piece.size / 4);
    run({
      name: 'teacher average',
      code: averageWgsl,
      inputs: { student: student.pieces[i]!.values, schedule },
      outputs: { teacher: piece.values },
      types: { student: 'vec4f', teacher: 'vec4f' },
      uniforms: { size: piece.size / 4, threads },
      groups,
    });
  }
}
