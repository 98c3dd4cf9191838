import { Alert } from "@mantine/core";

type Shown = Error & { fields?: readonly unknown[] };

/** What a form was refused for as a whole; what belongs to a field stands at the field. */
export function ProblemText({ problem }: { problem: Shown | null }) {
  if (problem === null || (problem.fields ?? []).length > 0) return null;
  return (
    <Alert color="red" variant="light" role="alert">
      {problem.message}
    </Alert>
  );
}
