import { MutationCache, QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

const SECOND = 1000;
/** Refusals do not change by asking again; only a silent or overloaded appliance is asked again. */
const RETRIES = 3;

/** Hears of every problem of a change that its own page does not show. */
export type OnFailure = (problem: Problem) => void;

let tell: OnFailure = () => {};

/** Sets who hears of problems; the shell shows them as toasts. */
export function onFailure(listener: OnFailure): void {
  tell = listener;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15 * SECOND,
      gcTime: 10 * 60 * SECOND,
      refetchOnWindowFocus: true,
      retry: (count, error) => isPassing(error) && count < RETRIES,
      retryDelay: (count) => Math.min(SECOND * 2 ** count, 10 * SECOND),
    },
    mutations: { retry: false },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      const isShown = mutation.meta?.["showsProblem"] === true;
      if (!isShown && error instanceof Problem) tell(error);
    },
  }),
});

function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status === 503);
}

/**
 * Does something once a change is through, also where what asked for it is no longer drawn by then
 * (callbacks given to `mutate` are forgotten with it). Problems are shown by the change itself.
 */
export function whenDone<T>(change: Promise<T>, done: (answer: T) => void): void {
  change.then(done, () => {});
}
