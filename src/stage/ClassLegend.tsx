/**
 * The classes in the pictures, most frequent first. Pointing at one lights up its regions, and pointing at a region its
 * row; a click hides a class, "only" shows it alone, and its colour can be changed.
 */
import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { loggedName } from '../../workers/class-look';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { formatShare } from '../app/format';
import { useColors } from '../store/colors';
import { classLegend as words } from '../words/stage';
import { classUnderPointer } from './actions';
import classes from './ClassLegend.module.css';
import { nameOfClass } from './class-name';
import { isVisible, type StageStore, soloClass, toggleClass } from './model';
import { paintNever, paintSoon } from './paint-queue';
import { layerNamed, type Stack } from './picture';
import { type ClassCounts, countClasses, type Presence, presenceOf } from './presence';
import { useStage } from './use-stage';

interface Props {
  stage: StageStore;
  /** Stacks that are shown: their label maps are counted. */
  shown: readonly Stack[];
  stacks: readonly Stack[];
  taxonomy: Taxonomy;
  label: string;
}

export function ClassLegend({ stage, shown, stacks, taxonomy, label }: Props) {
  const present = usePresence(stage, shown);
  const hidden = useStage(stage, (s) => s.hidden);
  const solo = useStage(stage, (s) => s.solo);
  const pointed = useStage(stage, (s) => (s.pointer ? classUnderPointer(stage, stacks) : null));
  const setColor = useColors((s) => s.setColor);
  if (present.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {words.empty}
      </Text>
    );
  return (
    <ul className={`plain-list ${classes.legend}`} aria-label={label}>
      {present.map(({ id, share }) => {
        const info = taxonomy.classes[id];
        const name = nameOfClass(taxonomy, id);
        const visible = isVisible({ hidden, solo }, id);
        return (
          <li
            key={id}
            className={classes.entry}
            data-pointed={pointed === id || undefined}
            data-hidden={!visible || undefined}
            onPointerEnter={() => stage.setState({ lit: id })}
            onPointerLeave={() => stage.setState({ lit: null })}
          >
            <input
              type="color"
              className={classes.color}
              aria-label={words.color(name)}
              title={words.changeColor(name)}
              value={hexOf(info?.color ?? [0, 0, 0])}
              disabled={!info}
              onChange={(event) => setColor(info ? loggedName(info) : name, colorOf(event.currentTarget.value))}
            />
            <button
              type="button"
              className={classes.name}
              aria-pressed={visible}
              title={visible ? words.hide(name) : words.show(name)}
              onClick={() => toggleClass(stage, id)}
              onFocus={(event) => event.currentTarget.matches(':focus-visible') && stage.setState({ lit: id })}
              onBlur={() => stage.setState({ lit: null })}
            >
              <span>{name}</span>
              <span className={classes.share}>{formatShare(share)}</span>
            </button>
            <button
              type="button"
              className={classes.only}
              aria-label={words.onlyThis(name)}
              aria-pressed={solo.has(id)}
              title={words.showOnly(name)}
              onClick={() => soloClass(stage, id)}
            >
              {words.only}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Counts one label map at a time, between frames. */
function usePresence(stage: StageStore, shown: readonly Stack[]): Presence[] {
  const picture = useStage(stage, (s) => s.picture);
  const [present, setPresent] = useState<Presence[]>([]);
  const names = [...new Set(shown.flatMap(({ base, over }) => [base, over ?? base]))].join(' ');
  useEffect(() => {
    const maps = names
      .split(' ')
      .map((name) => layerNamed(picture, name))
      .filter((layer) => layer?.kind === 'labels')
      .map((layer) => layer!.data);
    const counts: ClassCounts[] = [];
    const key = {};
    const next = () => {
      const map = maps[counts.length];
      if (!map) {
        setPresent(presenceOf(counts));
        return;
      }
      counts.push(countClasses(map));
      paintSoon(key, next);
    };
    paintSoon(key, next);
    return () => paintNever(key);
  }, [picture, names]);
  return present;
}

const hexOf = (color: readonly number[]): string => `#${color.map((v) => v.toString(16).padStart(2, '0')).join('')}`;

const colorOf = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];
