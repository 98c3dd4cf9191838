import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { z } from "zod";
import type { Device } from "../../../api/catalog";
import { useHasRole } from "../../../api/session";
import { formatDecimal } from "../../../lib/numbers";
import { paths } from "../../../lib/paths";
import { OPERATOR } from "../../../lib/roles";
import { useAddress, usePathParam } from "../../../lib/route";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { PageTitle } from "../../../ui/page-title";
import { Panel } from "../../../ui/panel";
import { Boundary, Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import { type Tone, toneClass } from "../../../ui/tone";
import { NewestPlays } from "../newest-plays";
import css from "../places.module.css";
import { Actions } from "./actions";
import { Commands } from "./commands";
import { Details } from "./details";
import { Gaps } from "./gaps";
import { Logs } from "./logs";
import { Overview } from "./overview";
import { deviceQuery, useLiveDevice, useStoreOf, useZoneOf } from "./queries";
import { useDevicePageTexts } from "./texts";

const TABS = ["overview", "played", "commands", "logs", "gaps", "details"] as const;
const ADDRESS = z.object({ tab: z.enum(TABS).catch("overview") });

/** One screen: how it is, what it plays, what it was told and said. */
export function Page() {
  const id = usePathParam("id");
  useLiveDevice(id);
  const device = useQuery(deviceQuery(id));
  return <Loaded query={device}>{(found) => <Shown device={found} />}</Loaded>;
}

function Shown({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const isOperator = useHasRole(OPERATOR);
  const [{ tab }, change] = useAddress(ADDRESS);
  const panels: Record<(typeof TABS)[number], ReactNode> = {
    overview: <Overview device={device} />,
    played: <Plays device={device} />,
    commands: <Commands device={device} />,
    logs: <Logs device={device} />,
    gaps: <Gaps id={device.id} />,
    details: <Details device={device} showsHistory={isOperator} />,
  };
  return (
    <>
      <PageTitle
        title={device.name}
        badge={<State device={device} />}
        subtitle={<Subtitle device={device} />}
        actions={<Actions device={device} />}
      />
      <Notes device={device} />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "overview" })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={css["tabs"] ?? ""}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value={tab}>{panels[tab]}</Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}

function Plays({ device }: { device: Device }) {
  return (
    <Panel flush>
      <NewestPlays where={{ device: device.id }} zone={useZoneOf(device)} />
    </Panel>
  );
}

function State({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  if (device.status !== "ACTIVE") return <Status kind="DeviceStatus" word={device.status} />;
  return device.online ? (
    <Badge tone="good">{t("online")}</Badge>
  ) : (
    <Badge tone="bad">{t("offline")}</Badge>
  );
}

function Subtitle({ device }: { device: Device }) {
  const words = useWords();
  const language = useLanguage();
  const store = useStoreOf(device);
  const { screen_inches, width, height, orientation } = device;
  return (
    <>
      {store && <Link to={paths.store(store.id)}>{store.name}</Link>}
      {store && ` · ${store.region} · `}
      {formatDecimal(screen_inches, language, 1)}″ · {width} × {height} ·{" "}
      {words("Orientation", orientation)}
    </>
  );
}

/** Below it, a clock is right, milliseconds. */
const RIGHT = 5000;

/** What is not as it should be, in a sentence each. */
function Notes({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const notes: [Tone, string][] = [];
  const { status, keys, last_skew_ms: skew, has_chronic_clock_trouble, online } = device;
  if (status === "PENDING") {
    notes.push(["wait", keys.length === 0 ? t("noteNotEnrolled") : t("noteWaits")]);
  }
  if (status === "MAINTENANCE") notes.push(["info", t("noteMaintenance")]);
  if (status === "ACTIVE" && !online) notes.push(["bad", t("noteOffline")]);
  const isOff = skew !== null && skew !== undefined && Math.abs(skew) >= RIGHT;
  if (isOff || has_chronic_clock_trouble) {
    const seconds = Math.round((skew ?? 0) / 1000);
    notes.push(["bad", isOff ? t("noteClock", { seconds }) : t("noteChronic")]);
  }
  return notes.map(([tone, text]) => (
    <div key={text} className={`${css["note"]} ${toneClass(tone)}`}>
      {text}
    </div>
  ));
}
