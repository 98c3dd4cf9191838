import { AppShell, Burger, Group, ScrollArea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useLiveFeed } from "../api/live";
import { meQuery } from "../api/session";
import { homeOf, paths } from "../lib/paths";
import { Redirect } from "../lib/redirect";
import { Boundary, Loading, ProblemState } from "../ui/states";
import { AccountMenu } from "./account-menu";
import { LiveMark } from "./live-mark";
import { Navigation } from "./navigation";
import { Search } from "./search";
import css from "./shell.module.css";
import { useShellTexts } from "./texts";

/** What stands around every page of somebody who has signed in. */
export function Shell() {
  const me = useQuery(meQuery);
  if (me.data === null) return <ToDoor />;
  if (me.data === undefined) {
    return me.error ? (
      <ProblemState problem={me.error} retry={() => void me.refetch()} />
    ) : (
      <Loading lines={6} />
    );
  }
  return <Frame home={me.data.role ? homeOf(me.data.role) : paths.home} />;
}

/** To the sign-in, which leads back here. */
function ToDoor() {
  const { history } = useRouter();
  const [back] = useState(history.location.href);
  return <Redirect href={`${paths.login}?${new URLSearchParams({ back })}`} />;
}

function Frame({ home }: { home: string }) {
  const t = useShellTexts();
  const { pathname } = useLocation();
  const [isOpen, { toggle, close }] = useDisclosure(false);
  useLiveFeed();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 228, breakpoint: "md", collapsed: { mobile: !isOpen } }}
      padding={0}
    >
      <a className={css["skip"]} href="#content">
        {t("skip")}
      </a>
      <AppShell.Header className={css["header"]}>
        <Group h="100%" px="md" gap="sm" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={isOpen ? t("closeNavigation") : t("openNavigation")}
            />
            <Link to={home} className={css["brand"]}>
              <img src="/icon.svg" alt="" width={26} height={26} />
              Vetrina
            </Link>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <Search />
            <LiveMark />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={css["navbar"]} aria-label={t("navigation")}>
        <ScrollArea type="auto" scrollbarSize={7} h="100%">
          <Navigation />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" className={css["main"]}>
        <div className={css["content"]}>
          <Boundary resetKey={pathname}>
            <Outlet />
          </Boundary>
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
