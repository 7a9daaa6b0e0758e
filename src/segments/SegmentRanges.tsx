/** Narrows the gallery to ranges of scores and sizes; out of the way until it is asked for. */
import { Button, Collapse, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import { segmentRanges as words } from '../words/segments';
import type { PatchQuery } from './patch-query';
import type { Measure, Range, Ranges } from './patch-ranges';
import classes from './SegmentGallery.module.css';

const INPUTS: readonly { measure: Measure; end: keyof Range }[] = [
  { measure: 'detection', end: 'least' },
  { measure: 'detection', end: 'most' },
  { measure: 'clip', end: 'least' },
  { measure: 'clip', end: 'most' },
  { measure: 'area', end: 'least' },
  { measure: 'area', end: 'most' },
];

interface Props {
  ranges: Ranges;
  onChange(part: Pick<PatchQuery, 'ranges'>): void;
}

export function SegmentRanges({ ranges, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const part = useId();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-expanded={open}
        aria-controls={part}
        onClick={() => setOpen(!open)}
        style={{ alignSelf: 'flex-end' }}
      >
        {words.title}
      </Button>
      <Collapse expanded={open} id={part}>
        <div className={classes.filters}>
          {INPUTS.map(({ measure, end }) => (
            <NumberInput
              key={`${measure} ${end}`}
              label={words[end](words.measures[measure])}
              size="xs"
              w={120}
              min={0}
              {...(measure === 'area'
                ? { allowDecimal: false, thousandSeparator: ',' }
                : { max: 1, step: 0.05, decimalScale: 4 })}
              value={ranges[measure][end] ?? ''}
              onChange={(value) => {
                const bound = typeof value === 'number' ? value : null;
                onChange({ ranges: { ...ranges, [measure]: { ...ranges[measure], [end]: bound } } });
              }}
            />
          ))}
        </div>
      </Collapse>
    </>
  );
}
