/** The tools of a stage: views, strength of the labels, zoom, colours, keys. */
import { ActionIcon, Group, Menu, Popover, SegmentedControl, Slider, Text, Tooltip } from '@mantine/core';
import { EyeIcon, TickIcon } from '../app/icons';
import { KeyList } from '../app/KeyList';
import { useColors } from '../store/colors';
import { colorMenu as menuWords, keySheet as sheetWords, stageToolbar as words } from '../words/stage';
import { type ActionContext, act, arrange, setSwiping } from './actions';
import { BordersIcon, FitIcon, KeyboardIcon, LayersIcon, MinusIcon, PaletteIcon, PlusIcon, SwipeIcon } from './icons';
import { STAGE_KEYS, type StageAction } from './keys';
import type { Arrangement, StageStore } from './model';
import classes from './StageToolbar.module.css';
import { useStage } from './use-stage';

const ICON_PX = 17;

interface Props {
  stage: StageStore;
  context(): ActionContext;
  /** How many views can be shown at once. */
  views: number;
}

export function StageToolbar({ stage, context, views }: Props) {
  const arrangement = useStage(stage, (s) => s.arrangement);
  const swiping = useStage(stage, (s) => s.swiping);
  const borders = useStage(stage, (s) => s.borders);
  const peeking = useStage(stage, (s) => s.peeking);
  const opacity = useStage(stage, (s) => s.opacity);
  const peek = (peeking: boolean) => stage.setState({ peeking });
  return (
    <Group gap="sm" className={classes.toolbar}>
      {views > 1 && (
        <Group gap={6} wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label={words.views}
            value={arrangement}
            onChange={(value) => arrange(stage, value as Arrangement)}
            data={[
              ...(views > 2 ? [{ value: 'all', label: words.all }] : []),
              { value: 'two', label: words.two },
              { value: 'one', label: words.one },
            ]}
          />
          <Tooltip label={words.withKey(words.swipe, keyOf('swipe'))}>
            <ActionIcon
              variant={swiping ? 'filled' : 'default'}
              size={30}
              aria-label={words.swipe}
              aria-pressed={swiping}
              onClick={() => setSwiping(stage, !swiping)}
            >
              <SwipeIcon size={ICON_PX} />
            </ActionIcon>
          </Tooltip>
        </Group>
      )}
      <Group gap={8} wrap="nowrap">
        <Text size="sm" visibleFrom="xs">
          {words.labels}
        </Text>
        <Slider
          w={130}
          size="sm"
          thumbLabel={words.opacity}
          value={Math.round(opacity * 100)}
          label={words.percent}
          onChange={(value) => stage.setState({ opacity: value / 100 })}
        />
        <ActionIcon.Group>
          <Tool action="toggle-labels" title={words.fullOrNone} context={context} pressed={opacity === 0}>
            <LayersIcon size={ICON_PX} />
          </Tool>
          <Tooltip label={words.withKey(words.peek, keyOf('peek'))}>
            <ActionIcon
              variant={peeking ? 'filled' : 'default'}
              size={30}
              aria-label={words.peek}
              aria-pressed={peeking}
              onPointerDown={() => peek(true)}
              onPointerUp={() => peek(false)}
              onPointerLeave={() => peek(false)}
              onKeyDown={(event) => (event.key === ' ' || event.key === 'Enter') && peek(true)}
              onKeyUp={() => peek(false)}
              onBlur={() => peek(false)}
            >
              <EyeIcon size={ICON_PX} />
            </ActionIcon>
          </Tooltip>
          <Tool action="outlines" title={words.borders} context={context} pressed={borders}>
            <BordersIcon size={ICON_PX} />
          </Tool>
        </ActionIcon.Group>
      </Group>
      <ActionIcon.Group>
        <Tool action="zoom-out" title={words.zoomOut} context={context}>
          <MinusIcon size={ICON_PX} />
        </Tool>
        <Tool action="fit" title={words.fit} context={context}>
          <FitIcon size={ICON_PX} />
        </Tool>
        <Tool action="zoom-in" title={words.zoomIn} context={context}>
          <PlusIcon size={ICON_PX} />
        </Tool>
      </ActionIcon.Group>
      <Group gap={6} wrap="nowrap">
        <ColorMenu />
        <KeySheet />
      </Group>
    </Group>
  );
}

const keyOf = (action: StageAction): string | undefined => STAGE_KEYS.find((entry) => entry.action === action)?.label;

interface ToolProps {
  action: StageAction;
  title: string;
  context(): ActionContext;
  pressed?: boolean;
  children: React.ReactNode;
}

function Tool({ action, title, context, pressed, children }: ToolProps) {
  return (
    <Tooltip label={words.withKey(title, keyOf(action))}>
      <ActionIcon
        variant={pressed ? 'filled' : 'default'}
        size={30}
        aria-label={title}
        aria-pressed={pressed}
        onClick={() => act(action, context())}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function ColorMenu() {
  const { scheme, own, setScheme, reset } = useColors();
  const tick = (shown: boolean) => <span style={{ width: 16 }}>{shown && <TickIcon size={14} />}</span>;
  return (
    <Menu position="bottom-end" withinPortal zIndex={400}>
      <Menu.Target>
        <Tooltip label={menuWords.title}>
          <ActionIcon variant="default" size={30} aria-label={menuWords.title}>
            <PaletteIcon size={ICON_PX} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={tick(scheme === 'usual')} onClick={() => setScheme('usual')}>
          {menuWords.usual}
        </Menu.Item>
        <Menu.Item leftSection={tick(scheme === 'safe')} onClick={() => setScheme('safe')}>
          {menuWords.safe}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item disabled={Object.keys(own).length === 0} onClick={reset}>
          {menuWords.forget}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function KeySheet() {
  return (
    <Popover position="bottom-end" withArrow trapFocus zIndex={400}>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={sheetWords.title}>
          <KeyboardIcon size={ICON_PX} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <KeyList keys={STAGE_KEYS} columns={2} />
      </Popover.Dropdown>
    </Popover>
  );
}
