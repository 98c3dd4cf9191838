import { useRouter } from "@tanstack/react-router";
import { ProblemState } from "../ui/states";

/** A page that failed while it was loaded or drawn. */
export function RouteProblem({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <ProblemState
      problem={error instanceof Error ? error : new Error(String(error))}
      retry={() => void router.invalidate()}
    />
  );
}
