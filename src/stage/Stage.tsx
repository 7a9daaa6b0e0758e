/**
 * The picture viewer that all panels share: a picture in layers, in one or several views of the same place.
 *
 * Whoever uses it makes a store (`createStage`), gives it pictures, and says which stacks of layers there are.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Taxonomy } from '../../workers/experiment/taxonomy';
import { useColored } from '../store/colors';
import { type ActionContext, act } from './actions';
import { ClassLegend } from './ClassLegend';
import { actionOf, type StageAction } from './keys';
import type { StageStore } from './model';
import { Probe } from './Probe';
import type { Stack } from './picture';
import classes from './Stage.module.css';
import { StagePane } from './StagePane';
import { StageToolbar } from './StageToolbar';
import { StageScreen } from './screen';
import { useStage } from './use-stage';

interface Props {
  stage: StageStore;
  label: string;
  /** What can be shown; the first two are shown where nobody has chosen. */
  stacks: readonly Stack[];
  /** Keys of the stacks that are shown where all are; absent: no view of all. */
  overview?: readonly string[];
  taxonomy: Taxonomy;
  /** Width over height of the pictures to come, so that nothing jumps. */
  aspect: number;
  /** Shown where there is no picture. */
  waiting: string;
  legendLabel: string;
}

/** Where one types, keys are letters. */
const TYPING = 'textarea, input:not([type=radio], [type=checkbox], [type=color])';
/** Keys that mean nothing to a picture that is not swiped; the page may use them. */
const SWIPES: ReadonlySet<StageAction> = new Set(['swipe-left', 'swipe-right']);
/** Parts with keys of their own; where the pointer is on a picture, the picture is meant nevertheless. */
const OWN_KEYS = 'input, select, [role=slider], [role=menu]';

export function Stage({ stage, label, stacks, overview, taxonomy, aspect, waiting, legendLabel }: Props) {
  const root = useRef<HTMLElement>(null);
  const views = useRef<HTMLDivElement>(null);
  const screen = useRef<StageScreen>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const colors = useColored(taxonomy);
  const wanted = useStage(stage, (s) => s.arrangement);
  const swiping = useStage(stage, (s) => s.swiping);
  const chosen = useStage(stage, (s) => s.chosen);

  const arrangement = wanted === 'all' && !overview ? 'one' : wanted;
  const pick = (place: number): Stack | undefined =>
    stacks.find(({ key }) => key === chosen[place]) ?? stacks[Math.min(place, stacks.length - 1)];
  const shown =
    arrangement === 'all'
      ? stacks.filter(({ key }) => overview?.includes(key))
      : [pick(0), arrangement === 'two' || swiping ? pick(1) : undefined].filter((stack) => stack !== undefined);
  const swipes = swiping && arrangement === 'one' && shown.length === 2;
  const panes = swipes ? [{ stack: shown[0]!, against: shown[1]! }] : shown.map((stack) => ({ stack, against: null }));
  const layout = panes.map(({ stack, against }) => `${stack.key} ${against?.key}`).join(', ');

  const paneSize = () => {
    const pane = views.current?.querySelector('[data-pane]');
    return { width: pane?.clientWidth || 1, height: pane?.clientHeight || 1 };
  };
  const context = (): ActionContext => ({ stage, pane: paneSize(), stacks, far: false });
  const [inUse] = useState(() => () => root.current?.contains(document.activeElement) ?? false);

  useEffect(() => {
    if (!views.current) return;
    screen.current = new StageScreen(stage, views.current, classes.canvas!, setFailure);
    return () => {
      screen.current?.dispose();
      screen.current = null;
    };
  }, [stage]);
  const show = useEffectEvent((_layout: string) => screen.current?.show(panes, colors));
  useEffect(() => {
    if (colors) show(layout);
  }, [layout, colors]);

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const over = root.current?.querySelector('[data-pane]:hover');
    const target = event.target instanceof Element ? event.target : null;
    if (!over && !(target && root.current?.contains(target))) return;
    if (target?.closest(TYPING)) return;
    if (!over && (target?.closest(OWN_KEYS) || (event.key === ' ' && target?.closest('button')))) return;
    const action = actionOf(event);
    if (!action || (SWIPES.has(action) && !stage.getState().swiping)) return;
    event.preventDefault();
    act(action, { ...context(), far: event.shiftKey });
  });
  useEffect(() => {
    const down = (event: KeyboardEvent) => pressed(event);
    const released = (event: KeyboardEvent) => actionOf(event) === 'peek' && stage.setState({ peeking: false });
    const away = () => stage.setState({ peeking: false });
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', released);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', released);
      window.removeEventListener('blur', away);
    };
  }, [stage]);

  const choose = (place: 0 | 1, key: string) => {
    const next = [pick(0)?.key ?? '', pick(1)?.key ?? ''];
    next[place] = key;
    stage.setState({ chosen: next });
  };
  return (
    <section ref={root} className={classes.stage} aria-label={label} data-testid="stage" tabIndex={-1} data-autofocus>
      <StageToolbar stage={stage} context={context} views={overview ? 3 : Math.min(2, stacks.length)} />
      {failure && <p role="alert">{failure}</p>}
      <div className={classes.body} data-arrangement={arrangement}>
        <div ref={views} className={classes.views} data-arrangement={arrangement}>
          {panes.map(({ stack, against }, i) => (
            <StagePane
              key={arrangement === 'all' ? stack.key : i}
              {...{ stage, stack, against, aspect, waiting, inUse }}
              place={i === 0 ? 0 : 1}
              choices={arrangement === 'all' || stacks.length < 2 ? null : stacks}
              onChoose={choose}
            />
          ))}
        </div>
        <div className={classes.aside}>
          <Probe stage={stage} stacks={stacks} taxonomy={colors} />
          <ClassLegend {...{ stage, stacks, shown }} taxonomy={colors} label={legendLabel} />
        </div>
      </div>
    </section>
  );
}
