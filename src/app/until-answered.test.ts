import { describe, expect, it } from 'vitest';
import { untilAnswered } from './until-answered';

describe('the progress of a call', () => {
  it('is heard until the answer is there, and no longer', async () => {
    const heard: string[] = [];
    let late = (_: string): void => undefined;
    const answer = await untilAnswered<string, number>(
      (event) => heard.push(event),
      async (tell) => {
        late = tell;
        tell('half');
        return 7;
      },
    );
    late('whole');
    expect([answer, heard]).toEqual([7, ['half']]);
  });

  it('is not heard after a failure either', async () => {
    const heard: string[] = [];
    let late = (_: string): void => undefined;
    const asked = untilAnswered<string, never>(
      (event) => heard.push(event),
      async (tell) => {
        late = tell;
        throw new Error('The disk is full.');
      },
    );
    await expect(asked).rejects.toThrow('The disk is full.');
    late('whole');
    expect(heard).toEqual([]);
  });
});
