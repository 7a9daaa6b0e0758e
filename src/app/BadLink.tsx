/** Says why the link that the page was opened by could not be followed. */
import { Alert } from '@mantine/core';
import { usePage } from '../store/page';
import { badLink as words } from '../words/app';

export function BadLink() {
  const problem = usePage((s) => s.linkProblem);
  if (!problem) return null;
  return (
    <Alert
      color="orange"
      data-testid="bad-link"
      withCloseButton
      onClose={() => usePage.setState({ linkProblem: null })}
    >
      {`${problem} ${words.asItWas}`}
    </Alert>
  );
}
