/** Files that a run left out, by name. */
import { Alert, ScrollArea, Text } from '@mantine/core';
import { WarningIcon } from '../app/icons';
import { useSession } from '../store/session';
import { problemList as words } from '../words/run';

export function ProblemList() {
  const problems = useSession((s) => s.problems);
  if (problems.length === 0) return null;
  return (
    <Alert
      color="orange"
      variant="default"
      icon={<WarningIcon size={18} />}
      title={words.title(problems.length)}
      data-testid="run-problems"
    >
      <ScrollArea.Autosize mah={140} type="auto">
        <ul className="plain-list">
          {problems.map((problem) => (
            <li key={`${problem.run} ${problem.file} ${problem.message}`}>
              <Text size="sm">
                <b>{problem.file}</b>
                {': '}
                {problem.message}
              </Text>
            </li>
          ))}
        </ul>
      </ScrollArea.Autosize>
    </Alert>
  );
}
