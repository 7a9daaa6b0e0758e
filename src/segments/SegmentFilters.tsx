/** Narrows and orders the gallery. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { VERDICTS } from '../../workers/patch-columns';
import { nameOf, VERDICT_WORDS } from '../words/segment-verdicts';
import { orders, segmentFilters as words } from '../words/segments';
import type { Order, Outcome, PatchQuery, Tally } from './patch-query';
import classes from './SegmentGallery.module.css';
import { SegmentRanges } from './SegmentRanges';

interface Props {
  query: PatchQuery;
  tally: Tally;
  taxonomy: Taxonomy;
  onChange(part: Partial<PatchQuery>): void;
}

export function SegmentFilters({ query, tally, taxonomy, onChange }: Props) {
  const total = tally.verdicts.reduce((sum, count) => sum + count, 0);
  const rejected = total - tally.verdicts[0]!;
  const outcomes = [
    { value: 'all', label: words.numbered(words.all, total) },
    { value: 'accepted', label: words.numbered(words.accepted, tally.verdicts[0]!) },
    { value: 'rejected', label: words.numbered(words.rejected, rejected) },
    { value: 'decided', label: words.decided },
    ...VERDICTS.flatMap((verdict, i) =>
      i > 0 && (tally.verdicts[i]! > 0 || query.outcome === verdict)
        ? [{ value: verdict, label: words.numbered(VERDICT_WORDS[verdict], tally.verdicts[i]!) }]
        : [],
    ),
  ];
  const targets = [...tally.targets]
    .sort(([a], [b]) => a - b)
    .map(([id, count]) => ({ value: String(id), label: words.numbered(nameOf(taxonomy, id), count) }));
  return (
    <div className={classes.filters}>
      <Select
        label={words.outcome}
        size="xs"
        w={180}
        value={query.outcome}
        onChange={(value) => value && onChange({ outcome: value as Outcome })}
        allowDeselect={false}
        data={outcomes}
      />
      <Select
        label={words.class}
        size="xs"
        w={150}
        value={query.to === null ? 'any' : String(query.to)}
        onChange={(value) => onChange({ to: value === null || value === 'any' ? null : Number(value) })}
        allowDeselect={false}
        data={[{ value: 'any', label: words.anyClass }, ...targets]}
      />
      <Iteration label={words.first} value={query.first} onChange={(first) => onChange({ first })} />
      <Iteration label={words.last} value={query.last} onChange={(last) => onChange({ last })} />
      <TextInput
        label={words.picture}
        size="xs"
        w={150}
        placeholder={words.pictureHint}
        value={query.picture}
        onChange={(event) => onChange({ picture: event.currentTarget.value })}
      />
      <Select
        label={words.order}
        size="xs"
        w={200}
        value={query.order}
        onChange={(value) => value && onChange({ order: value as Order })}
        allowDeselect={false}
        data={Object.entries(orders).map(([value, label]) => ({ value, label }))}
      />
      <SegmentRanges ranges={query.ranges} onChange={onChange} />
    </div>
  );
}

/** Persons count iterations from 1. */
function Iteration(props: { label: string; value: number | null; onChange(value: number | null): void }) {
  return (
    <NumberInput
      label={props.label}
      size="xs"
      w={110}
      min={1}
      allowDecimal={false}
      thousandSeparator=","
      value={props.value === null ? '' : props.value + 1}
      onChange={(value) => props.onChange(typeof value === 'number' ? value - 1 : null)}
    />
  );
}
