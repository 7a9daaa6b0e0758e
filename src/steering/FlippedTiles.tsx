/** The last patches that a class considered, with what other thresholds would make of them. */
import { Text } from '@mantine/core';
import type { PatchTable } from '../segments/patch-table';
import type { RunPictures } from '../segments/run-pictures';
import { BoxPicture } from '../segments/SegmentTile';
import { flippedTiles as words } from '../words/steering';
import classes from './Steering.module.css';
import { acceptedAt, type ScoredPatches, type Thresholds } from './scores';

const SHOWN = 12;

interface Props {
  table: PatchTable;
  patches: ScoredPatches;
  now: Thresholds;
  then: Thresholds;
  pictures: RunPictures | null;
  failure: string | null;
}

export function FlippedTiles({ table, patches, now, then, pictures, failure }: Props) {
  const last = Array.from({ length: Math.min(SHOWN, patches.count) }, (_, k) => patches.count - 1 - k);
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {words.title(last.length)}
      </Text>
      {failure && (
        <Text size="xs" c="dimmed" mb={4}>
          {failure}
        </Text>
      )}
      <ul className={classes.tiles}>
        {last.map((i) => {
          const patch = table.at(patches.serial[i]!);
          if (!patch) return null;
          const [before, after] = [acceptedAt(patches, i, now), acceptedAt(patches, i, then)];
          const flips = before !== null && after !== null && before !== after;
          return (
            <li
              key={patch.serial}
              className={classes.tile}
              data-flip={flips ? (after ? 'accepted' : 'refused') : undefined}
            >
              <BoxPicture patch={patch} pictures={pictures} />
              <span>{words.scores(patch.detectionScore, patch.classScore)}</span>
              <b>{flips ? words.wouldBe(after) : words.is(before)}</b>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
