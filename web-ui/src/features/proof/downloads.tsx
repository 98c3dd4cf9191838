import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Campaign } from "../../api/catalog";
import { download, type Progress, save } from "../../api/download";
import { Problem } from "../../api/problem";
import { LANGUAGE_NAMES, LANGUAGES } from "../../lib/language";
import { formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { queryOf, type Range } from "./days";
import { useFinalReport } from "./final-report";
import css from "./proof.module.css";
import { useProofTexts } from "./texts";

type Props = { campaign: Campaign; range: Range };
type Running = { name: string; progress: Progress };
const KIB = 1024;

/** The report as a file: for people, for spreadsheets, for programs, for other systems. */
export function Downloads({ campaign, range }: Props) {
  const t = useProofTexts();
  const { id } = campaign;
  const { running, problem, start, stop } = useDownload();
  const isOver = useFinalReport(campaign) !== null;
  const report = (format: string, more = {}) =>
    `/api/v1/campaigns/${id}/proof-of-play/download?${query(range, { format, ...more })}`;
  const export_ = (form: string) => `/api/v1/campaigns/${id}/exports/${form}?${query(range)}`;
  return (
    <div className={css["downloads"]}>
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <Button
            leftSection={<IconDownload size={16} />}
            rightSection={<IconChevronDown size={14} />}
            loading={running !== null}
          >
            {t("download")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("forPeople")}</Menu.Label>
          {LANGUAGES.map((language) => (
            <Menu.Item
              key={language}
              onClick={() => start("PDF", report("pdf", { language }))}
              lang={language}
            >
              PDF · {LANGUAGE_NAMES[language]}
            </Menu.Item>
          ))}
          {isOver &&
            LANGUAGES.map((language) => (
              <Menu.Item
                key={language}
                onClick={() =>
                  start(
                    t("final"),
                    `/api/v1/campaigns/${id}/final-report/download?${query(null, { language })}`,
                  )
                }
              >
                {t("finalPdf", { language: LANGUAGE_NAMES[language] })}
              </Menu.Item>
            ))}
          <Menu.Label>{t("forPrograms")}</Menu.Label>
          <Menu.Item onClick={() => start("CSV", report("csv"))}>{t("csv")}</Menu.Item>
          <Menu.Item onClick={() => start("JSON", report("json"))}>{t("json")}</Menu.Item>
          <Menu.Label>{t("playByPlay")}</Menu.Label>
          <Menu.Item onClick={() => start("DV360", export_("dv360"))}>{t("dv360")}</Menu.Item>
          <Menu.Item onClick={() => start("H.782", export_("h782"))}>{t("h782")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div className={css["downloading"]} role="status">
        {running && (
          <>
            <Step running={running} />
            <Button size="compact-xs" variant="subtle" onClick={stop}>
              {t("stop")}
            </Button>
          </>
        )}
        {problem && <span className={css["bad"]}>{problem}</span>}
      </div>
    </div>
  );
}

function Step({ running: { name, progress } }: { running: Running }) {
  const t = useProofTexts();
  const language = useLanguage();
  switch (progress.step) {
    case "making":
      return t("making", { name });
    case "waiting":
      return t("waiting", { name, seconds: progress.seconds });
    case "arriving":
      return t("arriving", { name, size: formatDecimal(progress.bytes / KIB, language, 0) });
  }
}

function query(range: Range | null, more: Record<string, string> = {}): string {
  return new URLSearchParams({ ...(range && queryOf(range)), ...more }).toString();
}

function useDownload() {
  const t = useProofTexts();
  const [running, setRunning] = useState<Running | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const line = useRef<AbortController | null>(null);
  const start = async (name: string, path: string) => {
    const abort = new AbortController();
    line.current = abort;
    setProblem(null);
    const onProgress = (progress: Progress) => setRunning({ name, progress });
    try {
      save(await download(path, { signal: abort.signal, onProgress }));
    } catch (found) {
      if (found instanceof Problem) setProblem(found.message || t("offline"));
      else if (!abort.signal.aborted) throw found;
    } finally {
      setRunning(null);
    }
  };
  return {
    running,
    problem,
    start: (name: string, path: string) => void start(name, path),
    stop: () => line.current?.abort(),
  };
}
