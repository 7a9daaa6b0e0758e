/**
 * Reverse-mode differentiation that frees as it goes.
 *
 * An operation records its inputs, outputs, what it saved, and a function from output gradients to input gradients.
 * The backward walk disposes every saved tensor as soon as its operation is done, so that memory falls while the walk
 * goes on. Gradients of parameters do not travel on the tape: an operation adds them to `Param.grad` itself.
 */

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { accumulate, sum } from '../ops/add/add';
import type { Param } from './params';

/** Gradients of an operation's outputs (null where nothing used the output) to those of its inputs. */
export type Backward = (dys: (Tensor | null)[], needs: boolean[]) => (Tensor | null)[];

interface Node {
  op: string;
  inputs: number[];
  needs: boolean[];
  outputs: number[];
  saved: Tensor[];
  backward: Backward;
}

let active: Tape | null = null;

export class Tape {
  private nodes: Node[] = [];
  private tracked = new Set<number>();
  private holds = new Map<number, number>();

  /** @internal Use `record`. */
  push(op: string, inputs: Tensor[], outputs: Tensor[], saved: Tensor[], hasParams: boolean, backward: Backward): void {
    const needs = inputs.map((t) => this.tracked.has(t.id));
    if (!hasParams && !needs.some(Boolean)) return;
    for (const output of outputs) this.tracked.add(output.id);
    this.nodes.push({
      op,
      inputs: inputs.map((t) => t.id),
      needs,
      outputs: outputs.map((t) => t.id),
      saved: saved.filter((t) => this.hold(t)),
      backward,
    });
  }

  /** Asks for the gradient of an input that is not a parameter. */
  watch(tensor: Tensor): void {
    this.tracked.add(tensor.id);
  }

  /** A tensor kept by somebody else (a parameter, a batch) is not ours to free. */
  private hold(tensor: Tensor): boolean {
    const count = this.holds.get(tensor.id) ?? 0;
    if (count === 0 && tensor.kept) return false;
    if (count === 0) tf.keep(tensor);
    this.holds.set(tensor.id, count + 1);
    return true;
  }

  private release(tensor: Tensor): void {
    const count = this.holds.get(tensor.id)! - 1;
    if (count > 0) {
      this.holds.set(tensor.id, count);
      return;
    }
    this.holds.delete(tensor.id);
    if (!tensor.isDisposed) tensor.dispose();
  }

  /**
   * Walks back from `seeds` (a tensor and the gradient of the loss with respect to it) and empties the tape.
   * Seed gradients that are not kept by the caller are disposed. Returns the gradients of the tensors in `wanted`, null where none flows.
   */
  backward(seeds: { tensor: Tensor; gradient: Tensor }[], wanted: Tensor[] = []): (Tensor | null)[] {
    const gradients = new Map<number, Tensor>();
    const users = new Map<number, number>(); // how often a gradient tensor is held in `gradients`
    const wantedIds = new Set(wanted.map((t) => t.id));
    const outer = active;
    active = null;
    const give = (id: number, gradient: Tensor) => {
      const held = gradients.get(id);
      if (!held) {
        gradients.set(id, tf.keep(gradient));
        users.set(gradient.id, (users.get(gradient.id) ?? 0) + 1);
        return;
      }
      if (users.get(held.id)! > 1) {
        const total = tf.keep(sum(held, gradient));
        drop(held);
        gradients.set(id, total);
        users.set(total.id, 1);
      } else accumulate(held, gradient);
      if (!users.has(gradient.id) && !gradient.isDisposed) gradient.dispose();
    };
    const drop = (gradient: Tensor) => {
      const left = (users.get(gradient.id) ?? 1) - 1;
      if (left > 0) {
        users.set(gradient.id, left);
        return;
      }
      users.delete(gradient.id);
      if (!gradient.isDisposed) gradient.dispose();
    };
    try {
      for (const { tensor, gradient } of seeds) {
        // A constant of the caller, perhaps of several seeds: never ours to dispose.
        if (gradient.kept && !users.has(gradient.id)) users.set(gradient.id, 1);
        give(tensor.id, gradient);
      }
      for (let i = this.nodes.length - 1; i >= 0; i--) {
        const node = this.nodes[i]!;
        const held = node.outputs.map((id) => gradients.get(id) ?? null);
        if (held.some(Boolean)) {
          const dxs = tf.tidy(() => node.backward(held, node.needs) as Tensor[]);
          dxs.forEach((dx, k) => {
            if (dx && node.needs[k]) give(node.inputs[k]!, dx);
          });
          for (const dx of dxs) if (dx && !users.has(dx.id) && !dx.isDisposed && !held.includes(dx)) dx.dispose();
          node.outputs.forEach((id, k) => {
            const gradient = held[k];
            if (!gradient || wantedIds.has(id)) return;
            gradients.delete(id);
            drop(gradient);
          });
        }
        for (const tensor of node.saved) this.release(tensor);
        this.nodes.length = i;
      }
      const result = wanted.map((t) => gradients.get(t.id) ?? null);
      for (const [id, gradient] of gradients) if (!wantedIds.has(id)) drop(gradient);
      return result;
    } finally {
      active = outer;
      this.discard();
    }
  }

  /** Frees everything that is held without walking back. */
  discard(): void {
    for (const node of this.nodes) for (const tensor of node.saved) this.release(tensor);
    this.nodes = [];
    this.tracked.clear();
  }
}

/** Runs `forward` with `tape` recording. Intermediate tensors that nothing saved are freed; the result is kept. */
export function withTape<T extends tf.TensorContainer>(tape: Tape | null, forward: () => T): T {
  const outer = active;
  active = tape;
  try {
    return tf.tidy(forward);
  } finally {
    active = outer;
  }
}

/**
 * Called by every differentiable operation after its forward kernel. `saved` are the tensors that `backward` reads;
 * it must read them from its closure and must not dispose anything. A returned gradient is a new tensor or one of the
 * `dys` itself, never another tensor on the same buffer (reshape, clone): gradients are added to in place.
 */
export function record(
  op: string,
  inputs: Tensor[],
  params: (Param | undefined)[],
  outputs: Tensor[],
  saved: Tensor[],
  backward: Backward,
): void {
  active?.push(
    op,
    inputs,
    outputs,
    saved,
    params.some((p) => p?.grad),
    backward,
  );
}

/**
 * Activation recomputation: `block` runs without a tape, only its inputs are kept, and the backward pass runs it again.
 * Random masks are functions of counters, so the second run draws the same ones. `block` must not update running
 * statistics.
 */
export function recompute(block: (...xs: Tensor[]) => Tensor, ...inputs: Tensor[]): Tensor {
  const outer = active;
  if (!outer) return block(...inputs);
  const output = withTape(null, () => block(...inputs));
  outer.push('recompute', inputs, [output], inputs, true, ([dy]) => {
    const inner = new Tape();
    for (const x of inputs) inner.watch(x);
    const again = withTape(inner, () => block(...inputs));
    return inner.backward([{ tensor: again, gradient: dy! }], inputs);
  });
  return output;
}
