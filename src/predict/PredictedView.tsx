/** One picture with its prediction over it, and the classes that it shows. */
import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { formatShare } from '../app/format';
import { show } from '../stage/canvas';
import { LabelOpacity, labelOpacity, setLabelOpacity } from '../stage/LabelOpacity';
import frame from '../stage/LayeredPicture.module.css';
import { Swatch } from '../stage/Legend';
import legend from '../stage/Legend.module.css';
import { paintLabels, paintRgb, paletteOf } from '../stage/palette';
import { classesPresent } from '../stage/presence';
import { usePrediction } from '../store/prediction';

export function PredictedView() {
  const { view, facts, selected } = usePrediction();
  const area = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!view || !facts || !picture.current || !labels.current) return;
    const { width, height } = view.picture;
    show(picture.current, width, height, paintRgb(view.picture.data));
    show(labels.current, width, height, paintLabels(view.labels.data, paletteOf(facts.taxonomy)));
  }, [view, facts]);
  if (!view || !facts)
    return (
      <Paper component="section" aria-label="Prediction">
        <Text size="sm" c="dimmed">
          The prediction will be shown here.
        </Text>
      </Paper>
    );
  const { width, height } = view.picture;
  return (
    <Paper component="section" aria-label="Prediction" ref={area} style={labelOpacity()}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4" data-testid="predicted-file">
            {selected}
          </Title>
          <LabelOpacity onChange={(percent) => setLabelOpacity(area.current, percent)} />
        </Group>
        <div className={frame.frame} style={{ aspectRatio: width / height }}>
          <canvas ref={picture} className={frame.layer} />
          <canvas ref={labels} className={`${frame.layer} ${frame.labels}`} data-testid="predicted-labels" />
        </div>
        <ul className={`plain-list ${legend.legend}`} aria-label="Classes in this picture">
          {classesPresent([view.labels.data]).map(({ id, share }) => (
            <li key={id} className={legend.entry}>
              <Swatch taxonomy={facts.taxonomy} id={id} />
              {facts.taxonomy.classes[id]?.name ?? `class ${id}`}
              <Text span size="xs" c="dimmed">
                {formatShare(share)}
              </Text>
            </li>
          ))}
        </ul>
      </Stack>
    </Paper>
  );
}
