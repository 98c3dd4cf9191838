import { Button, Group, Skeleton, Stack } from "@mantine/core";
import {
  IconCircleCheck,
  IconCloudOff,
  IconListDetails,
  IconLock,
  IconMoodEmpty,
  IconZoomQuestion,
} from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { useUiTexts } from "./texts";
import css from "./ui.module.css";

type StateProps = { icon: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** What stands where there is nothing to show, and why. */
export function State({ icon, title, children, action }: StateProps) {
  return (
    <div className={css["state"]} role="status">
      {icon}
      <div className={css["stateTitle"]}>{title}</div>
      {children !== undefined && <div>{children}</div>}
      {action !== undefined && <Group mt="xs">{action}</Group>}
    </div>
  );
}

/** Nothing there: says so, and what to do. */
export function Empty(props: EmptyProps) {
  const t = useUiTexts();
  const { title = t("nothing"), isGood = false, children, action } = props;
  const Icon = isGood ? IconCircleCheck : IconMoodEmpty;
  return (
    <State icon={<Icon size={28} stroke={1.5} />} title={title} action={action}>
      {children}
    </State>
  );
}

type EmptyProps = {
  title?: string;
  /** That nothing is here is good news. */
  isGood?: boolean;
  children?: ReactNode;
  action?: ReactNode;
};

/** Says of a list that it holds only the newest rows of many, where that is so. */
export function Incomplete({ when }: { when: boolean }) {
  const t = useUiTexts();
  return (
    when && <State icon={<IconListDetails size={28} stroke={1.5} />} title={t("incomplete")} />
  );
}

/** Lines where content will be. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useUiTexts();
  return (
    <Stack gap="sm" p="md" role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are all alike and never move
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} radius="sm" />
      ))}
    </Stack>
  );
}

/** What a problem must say to be shown; `src/api` throws such problems. */
export type ShownProblem = Error & { status?: number; requestId?: string | null };

/** A problem in words, and the way out. */
export function ProblemState({ problem, retry }: { problem: ShownProblem; retry?: () => void }) {
  const t = useUiTexts();
  const again = retry && (
    <Button variant="default" onClick={retry}>
      {t("retry")}
    </Button>
  );
  if (problem.status === 0) {
    return (
      <State
        icon={<IconCloudOff size={28} stroke={1.5} />}
        title={t("offlineTitle")}
        action={again}
      >
        {t("offlineText")}
      </State>
    );
  }
  const isGone = problem.status === 404;
  const isClosed = problem.status === 403;
  const title = isGone ? t("notFound") : isClosed ? t("notAllowed") : t("failed");
  const Icon = isClosed ? IconLock : IconZoomQuestion;
  return (
    <State icon={<Icon size={28} stroke={1.5} />} title={title} action={isGone ? undefined : again}>
      {problem.message}
      {problem.requestId && (
        <div className={css["figureHint"]}>{t("requestId", { id: problem.requestId })}</div>
      )}
    </State>
  );
}

/** What a query of TanStack Query has come to, as far as drawing it goes. */
type QueryLike<T> = {
  data: T | undefined;
  error: Error | null;
  isPending: boolean;
  refetch: () => unknown;
};

type LoadedProps<T> = {
  query: QueryLike<T>;
  /** True where there is an answer with nothing in it. */
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  loading?: ReactNode;
  children: (data: T) => ReactNode;
};

/** Draws a query: loading, problem, empty or what it found. What was found before stays on. */
export function Loaded<T>({ query, isEmpty, empty, loading, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    return isEmpty?.(query.data) ? (empty ?? <Empty />) : children(query.data);
  }
  if (query.error) return <ProblemState problem={query.error} retry={() => query.refetch()} />;
  return loading ?? <Loading />;
}

type BoundaryProps = { children: ReactNode; resetKey?: string };

/** Keeps a crash of one part from taking the page along. */
export class Boundary extends Component<BoundaryProps, { crash: Error | null }> {
  override state = { crash: null };

  static getDerivedStateFromError(crash: Error) {
    return { crash };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.resetKey !== this.props.resetKey && this.state.crash) this.setState({ crash: null });
  }

  override render() {
    return this.state.crash ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useUiTexts();
  return (
    <State
      icon={<IconZoomQuestion size={28} stroke={1.5} />}
      title={t("crashed")}
      action={
        <Button variant="default" onClick={() => location.reload()}>
          {t("reload")}
        </Button>
      }
    >
      {t("crashedText")}
    </State>
  );
}
