import { describe, expect, it } from 'vitest';
import { DEMO_BASELINE, DEMO_CSI } from '../../workers/experiment/demo';
import { samMissing, withSam, withSwitches } from './relabeling';

const OFF = { detector: null, pasteChangedOnly: false, masks: false, detectOn: 'crop' } as const;

describe('switches', () => {
  it('leave a configuration as it is while they are off', () => {
    expect(withSwitches(DEMO_CSI, OFF)).toEqual(DEMO_CSI);
  });

  it('are written where they are on, and only for a run that relabels', () => {
    const on = { detector: 'owlv2', pasteChangedOnly: true, masks: true, detectOn: 'picture' } as const;
    expect(withSwitches(DEMO_CSI, on).relabeling).toEqual({ ...DEMO_CSI.relabeling, ...on });
    expect(withSwitches(DEMO_BASELINE, on)).toBe(DEMO_BASELINE);
  });
});

describe('the SAM', () => {
  const builtin = { kind: 'builtin' } as const;

  it('is named where masks are drawn', () => {
    expect(withSam(builtin, { masks: false, sam: 'a/b' })).toBe(builtin);
    expect(withSam(builtin, { masks: true, sam: 'a/b' })).toEqual({ kind: 'builtin', sam: { kind: 'hub', id: 'a/b' } });
  });

  it('lies in the folder of the other models where there is one', () => {
    const origin = { kind: 'folder', handle: {} as FileSystemDirectoryHandle } as const;
    expect(withSam(origin, { masks: true, sam: 'a/b' })).toBe(origin);
    expect(samMissing(origin, { masks: true, sam: '' })).toBeNull();
  });

  it('is missed only where nothing can hold one', () => {
    expect(samMissing(builtin, { masks: true, sam: '' })).toMatch(/Name a SAM/);
    expect(samMissing(builtin, { masks: false, sam: '' })).toBeNull();
    expect(samMissing(builtin, { masks: true, sam: 'a/b' })).toBeNull();
  });
});
