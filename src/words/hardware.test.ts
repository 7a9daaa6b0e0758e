import { expect, it } from 'vitest';
import { findings } from './hardware';

const gpu = { adapter: 'nvidia ada', fallback: false, maxBufferBytes: 4e9, isolated: true, problem: null };

it('says that a graphics card is good', () => {
  expect(findings(gpu, 16).map((f) => f.level)).toEqual(['good', 'good', 'good', 'good']);
  expect(findings(gpu, 16)[0]!.title).toBe('nvidia ada');
});

it('warns of a processor that pretends to be one, of little memory, and of a page without isolation', () => {
  const list = findings({ ...gpu, adapter: 'SwiftShader', fallback: true, maxBufferBytes: 2e8, isolated: false }, 4);
  expect(list.map((f) => f.level)).toEqual(['slow', 'slow', 'slow', 'slow']);
  expect(list[0]!.text).toMatch(/on the processor.*few iterations/);
  expect(list[1]!.title).toBe('200 MB in one piece');
});

it('says only the problem where the lab cannot run', () => {
  const list = findings({ ...gpu, problem: 'This browser has no WebGPU.' }, undefined);
  expect(list).toEqual([{ level: 'bad', title: 'The lab cannot run here', text: 'This browser has no WebGPU.' }]);
});

it('leaves memory out where the browser does not tell', () => {
  expect(findings(gpu, undefined).length).toBe(3);
});
