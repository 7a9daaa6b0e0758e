/** Takes runs in: a bundle, or a folder that the lab command has written. */
import { Button, FileButton, Group } from '@mantine/core';
import { FolderIcon } from '../app/icons';
import { chooseFolder, hasFolderDialog } from '../data/pick';
import { useRuns } from '../store/runs';
import { importButtons as words } from '../words/runs';

export function ImportButtons() {
  const { take, fail, importing } = useRuns();
  const folder = async () => {
    try {
      const handle = await chooseFolder('import-run');
      if (handle) await take({ kind: 'handle', handle });
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Group gap="xs">
      <FileButton accept=".zip,application/zip" onChange={(file) => file && void take({ kind: 'zip', file })}>
        {(props) => (
          <Button {...props} variant="default" loading={importing !== null}>
            {words.bundle}
          </Button>
        )}
      </FileButton>
      {hasFolderDialog() && (
        <Button
          variant="default"
          leftSection={<FolderIcon size={16} />}
          loading={importing !== null}
          onClick={() => void folder()}
        >
          {words.folder}
        </Button>
      )}
    </Group>
  );
}
