/** A broken panel says so and can be tried again; the run in the workers goes on. */
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { errorBoundary as words } from '../words/app';

interface Props {
  children: ReactNode;
  /** What is inside, in the sentence "<what> could not be shown." */
  what?: string;
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Alert color="red" title={words.notShown(this.props.what ?? words.page)} m="md">
        <Stack gap="xs">
          <Text size="sm">{words.goesOn}</Text>
          <Code block>{error.message}</Code>
          <Group>
            <Button size="xs" variant="default" onClick={() => this.setState({ error: null })}>
              {words.again}
            </Button>
          </Group>
        </Stack>
      </Alert>
    );
  }
}
